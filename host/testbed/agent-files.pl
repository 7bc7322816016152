# Second part of agent.pl: files, folders, links, and what they hold.

# What programs under test can change is touched with their rights only: a link that one of them has laid leads the agent nowhere it could not go itself.
sub with_their_rights {
	my ($path, $act) = @_;
	return $act->() if $> == $uid || "$path/" !~ m{^\Q$home\E/};
	$) = "$gid $gid";
	$> = $uid;
	my $result = eval { $act->() };
	my $failed = $@;
	$> = 0;
	$) = '0 0';
	$> == 0 or exit 1; # Nothing could be trusted any more.
	die $failed if $failed;
	return $result;
}

sub make_folder {
	my (undef, $path) = @_;
	return with_their_rights($path, sub {
		my $made = '';
		for my $name (grep { length } split m{/}, $path) {
			$made .= "/$name";
			-d $made || mkdir $made or die "$made: $!\n";
		}

		return '';
	});
}

# A new file in the place of what was there: neither a link nor a pipe that lies there is followed or waited for.
sub new_file {
	my ($path) = @_;
	return with_their_rights($path, sub {
		make_folder(undef, $path =~ s{/[^/]*$}{}r);
		unlink $path;
		sysopen my $file, $path, Fcntl::O_WRONLY() | Fcntl::O_CREAT() | Fcntl::O_EXCL() | Fcntl::O_NOFOLLOW(), 0600 or die "$path: $!\n";
		return $file;
	});
}

# A regular file that is there, or nothing. Opening it waits for nobody, whatever takes its name meanwhile.
sub open_regular {
	my ($path) = @_;
	return with_their_rights($path, sub {
		sysopen my $file, $path, Fcntl::O_RDONLY() | Fcntl::O_NOFOLLOW() | Fcntl::O_NONBLOCK() or die "none\n";
		-f $file or die "none\n";
		return $file;
	});
}

sub read_bytes {
	my ($file, $most) = @_;
	my $bytes = '';
	while (length $bytes < $most) {
		my $left = $most - length $bytes;
		sysread $file, $bytes, $left < 1 << 18 ? $left : 1 << 18, length $bytes or last;
	}

	return $bytes;
}

sub append {
	my ($file, $chunk) = @_;
	for (my $at = 0; $at < length $$chunk;) {
		my $written = syswrite $file, $$chunk, length($$chunk) - $at, $at;
		defined $written or $!{EINTR} or die "$!\n";
		$at += $written // 0;
	}

	return '';
}

sub close_file {
	my ($file, $path, $mode) = @_;
	chmod oct $mode, $file or die "$path: $!\n";
	close $file or die "$path: $!\n";
	return '';
}

# A big file comes past SSH, whose encryption is most of the work for an emulated guest. Only the host reaches this address.
sub listen_for_file {
	my (undef, $port) = @_;
	socket $files, Socket::PF_INET(), Socket::SOCK_STREAM(), 0 or die "socket: $!\n";
	setsockopt $files, Socket::SOL_SOCKET(), Socket::SO_REUSEADDR(), 1;
	bind $files, Socket::pack_sockaddr_in($port, Socket::inet_aton('10.0.2.15')) or die "port $port: $!\n";
	listen $files, 1 or die "port $port: $!\n";
	return '';
}

sub receive_file {
	my (undef, $length, $path, $mode) = @_;
	my $ready = '';
	vec($ready, fileno $files, 1) = 1;
	select $ready, undef, undef, 10 or die "nobody came with it\n";
	my $caller = accept(my $from, $files) // die "accept: $!\n";
	close $files;
	Socket::inet_ntoa((Socket::unpack_sockaddr_in($caller))[1]) eq '10.0.2.2' or die "somebody else came\n";
	my $file = new_file($path);
	while ($length > 0) {
		sysread $from, my $chunk, 1 << 18 or die "$path: cut short\n";
		append($file, \$chunk);
		$length -= length $chunk;
	}

	return close_file($file, $path, $mode);
}

sub make_link {
	my (undef, $target, $path) = @_;
	return with_their_rights($path, sub {
		unlink $path;
		symlink $target, $path or die "$path: $!\n";
		return '';
	});
}

sub read_file {
	my (undef, $path) = @_;
	return read_bytes(open_regular($path), $most_read);
}

# SIZE and the bytes themselves, or for more than so many: SIZE and their SHA-256. What takes too long to digest, as a hole of terabytes does, has its SIZE alone.
sub measure {
	my (undef, $path, $most, $until) = @_;
	my $file = open_regular($path);
	my $size = (stat $file)[7];
	my $seconds = ($until // time + $most_seconds) - time;
	return "$size \n" if $size > $most_digested || $seconds < 1;
	return "$size bytes\n" . read_bytes($file, $size) if $size <= $most;
	return "$size " . sha256_of($file, $seconds) . "\n";
}

# For every regular file: LENGTH, NAME, and a measurement of that length. Of a folder that was filled with rubbish, some of it tells enough.
sub list_files {
	my (undef, $folder, $most) = @_;
	my @paths;
	my $left = $most_listed;
	eval { with_their_rights($folder, sub { visit($folder, sub { push @paths, $_[0] if Fcntl::S_ISREG($_[1][2]) }, \$left) }) };
	my $list = '';
	my $until = time + $most_seconds;
	for my $path (@paths) {
		my $measured = eval { measure(undef, $path, length $list < $most_brought ? $most : -1, $until) } // next; # It went between the two looks.
		my $name = substr($path, 1 + length $folder) =~ s/([^A-Za-z0-9._\/-])/sprintf '%%%02X', ord $1/ger;
		$list .= length($measured) . " $name\n$measured";
	}

	return $list;
}

# Nothing when that takes longer. It reads an open file as nobody's but our program: what is under test cannot stop it.
sub sha256_of {
	my ($file, $seconds) = @_;
	my $pid = open(my $sum, '-|') // die "fork: $!\n";
	if (!$pid) {
		open STDIN, '<&', $file;
		exec 'sha256sum';
		POSIX::_exit(127);
	}

	local $SIG{ALRM} = sub { kill 'KILL', $pid };
	alarm $seconds;
	my $line = <$sum> // '';
	alarm 0;
	close $sum;
	return $line =~ /^([0-9a-f]{64}) / ? $1 : '';
}

# Calls back with everything below a folder and its lstat, deepest first; links are not followed.
sub visit {
	my ($folder, $act, $left) = @_;
	$left //= do { my $most = $most_entries; \$most };
	opendir my $handle, $folder or return;
	my @names = grep { $_ ne '.' && $_ ne '..' } readdir $handle;
	closedir $handle;
	for my $name (@names) {
		$$left-- > 0 or die "$folder holds more than $most_entries entries\n";
		my $path = "$folder/$name";
		my @stat = lstat $path or next;
		visit($path, $act, $left) if -d _;
		$act->($path, \@stat);
	}
}

sub remove {
	my ($path) = @_;
	unlink $path or rmdir $path;
}
