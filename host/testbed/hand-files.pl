# Second part of hand.pl: files, folders, links, and what they hold.

sub make_folder {
	my (undef, $path) = @_;
	my $made = '';
	for my $name (grep { length } split m{/}, $path) {
		$made .= "/$name";
		next if -d $made;
		mkdir $made or die "$made: $!\n";
		give($made);
	}

	return '';
}

# What lies in the home belongs to the programs under test; what does not, they cannot change.
sub give {
	my ($path, $real) = @_;
	chown $uid, $gid, $real // $path if "$path/" =~ m{^\Q$home\E/};
}

sub new_file {
	my ($path) = @_;
	make_folder(undef, $path =~ s{/[^/]*$}{}r);
	open my $file, '>:raw', $path or die "$path: $!\n";
	return $file;
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
	close $file or die "$path: $!\n";
	chmod oct $mode, $path;
	give($path);
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
	accept my $from, $files or die "accept: $!\n";
	close $files;
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
	unlink $path;
	symlink $target, $path or die "$path: $!\n";
	return '';
}

sub read_file {
	my (undef, $path) = @_;
	-e $path or die "none\n";
	open my $file, '<:raw', $path or die "$path: $!\n";
	local $/;
	return <$file> // '';
}

# SIZE and the bytes themselves, or for more than so many: SIZE and their SHA-256. A file with a hole of terabytes has its SIZE alone: to digest it would take hours.
sub measure {
	my (undef, $path, $most) = @_;
	my @stat = lstat $path;
	@stat && -f _ or die "none\n";
	return "$stat[7] \n" if $stat[7] > $most_digested;
	return $stat[7] <= $most ? "$stat[7] bytes\n" . read_file(undef, $path) : "$stat[7] " . sha256_of($path) . "\n";
}

# For every regular file: LENGTH, NAME, and a measurement of that length. Of a folder that was filled with rubbish, some of it tells enough.
sub list_files {
	my (undef, $folder, $most) = @_;
	my $list = '';
	my $left = $most_listed;
	eval {
		visit($folder, sub {
			my ($path) = @_;
			lstat $path;
			return unless -f _;
			my $measured = eval { measure(undef, $path, length $list < $most_brought ? $most : -1) } // return; # It went between the two looks.
			my $name = substr($path, 1 + length $folder) =~ s/([^A-Za-z0-9._\/-])/sprintf '%%%02X', ord $1/ger;
			$list .= length($measured) . " $name\n$measured";
		}, \$left);
	};
	return $list;
}

sub sha256_of {
	my ($path) = @_;
	open my $sum, '-|', 'sha256sum', '--', $path or die "sha256sum: $!\n";
	my $line = <$sum> // '';
	close $sum;
	my ($digest) = $line =~ /^\\?([0-9a-f]{64}) / or die "none\n";
	return $digest;
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
