/*
The ceilings of the benchmark: a plain server of one file by read(2) and write(2), a thread a connection, and a reader
that throws away what it gets without copying it. Compiled by main.ts when the machine has a C compiler.

serve FILE: prints its port, then answers every connection with FILE.
read PORT REQUEST TIMES: opens TIMES connections at once, sends REQUEST on each, reads to the end, prints the bytes and seconds.
*/
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

static const char *path;

static void *answer(void *argument) {
	int connection = (int)(long)argument, file = open(path, O_RDONLY);
	char request[4096], *piece = malloc(PIECE);
	ssize_t bytes;
	if (read(connection, request, sizeof request) > 0) {
		while ((bytes = read(file, piece, PIECE)) > 0) {
			for (ssize_t sent = 0, now; sent < bytes; sent += now) {
				if ((now = write(connection, piece + sent, bytes - sent)) < 0) goto end;
			}
		}
	}
end:
	free(piece);
	close(file);
	close(connection);
	return NULL;
}

static int serve(void) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 511) || getsockname(listener, (struct sockaddr *)&address, &size)) return 1;
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	for (;;) {
		int connection = accept(listener, NULL, NULL);
		pthread_t thread;
		if (connection >= 0 && !pthread_create(&thread, NULL, answer, (void *)(long)connection)) pthread_detach(thread);
	}
}

static double now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static int read_all(int port, const char *request, int times) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct pollfd *connections = calloc(times, sizeof *connections);
	static char sink[1 << 20];
	double start = now();
	long long bytes = 0;
	int open_count = times;
	for (int i = 0; i < times; i++) {
		connections[i] = (struct pollfd){.fd = socket(AF_INET, SOCK_STREAM, 0), .events = POLLIN};
		if (connect(connections[i].fd, (struct sockaddr *)&address, sizeof address) || write(connections[i].fd, request, strlen(request)) < 0) return 1;
	}
	while (open_count > 0) {
		poll(connections, times, -1);
		for (int i = 0; i < times; i++) {
			if (connections[i].fd < 0 || !connections[i].revents) continue;
			/* MSG_TRUNC: the kernel drops the bytes; a reader that copied them would be what is measured. */
			ssize_t got = recv(connections[i].fd, sink, sizeof sink, MSG_TRUNC);
			if (got > 0) {
				bytes += got;
			} else {
				close(connections[i].fd);
				connections[i].fd = -1;
				open_count--;
			}
		}
	}
	printf("%lld %.6f\n", bytes, now() - start);
	return 0;
}

int main(int count, char **words) {
	signal(SIGPIPE, SIG_IGN);
	if (count == 3 && !strcmp(words[1], "serve")) {
		path = words[2];
		return serve();
	}
	return count == 5 && !strcmp(words[1], "read") ? read_all(atoi(words[2]), words[3], atoi(words[4])) : 2;
}
