# Second part of hand.pl: files, folders, links, and what they hold.

sub make_folder {
	my (undef, $path) = @_;
	my $made = '';
	for my $name (grep { length } split m{/}, $path) {
		$made .= "/$name";
		next if -d $made;
		mkdir $made or die "$made: $!\n";
		chown $uid, $gid, $made;
	}

	return '';
}

sub write_file {
	my ($bytes, $path, $mode) = @_;
	make_folder(undef, $path =~ s{/[^/]*$}{}r);
	open my $file, '>:raw', $path or die "$path: $!\n";
	print $file $$bytes or die "$path: $!\n";
	close $file or die "$path: $!\n";
	chmod oct $mode, $path;
	chown $uid, $gid, $path;
	return '';
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

# SIZE and the bytes themselves, or for more than so many: SIZE and their SHA-256.
sub measure {
	my (undef, $path, $most) = @_;
	my @stat = lstat $path;
	@stat && -f _ or die "none\n";
	return $stat[7] <= $most ? "$stat[7] bytes\n" . read_file(undef, $path) : "$stat[7] " . sha256_of($path) . "\n";
}

# For every regular file: LENGTH, NAME, and a measurement of that length.
sub list_files {
	my (undef, $folder, $most) = @_;
	my $list = '';
	visit($folder, sub {
		my ($path) = @_;
		lstat $path;
		return unless -f _;
		my $measured = eval { measure(undef, $path, $most) } // return; # It went between the two looks.
		my $name = substr($path, 1 + length $folder) =~ s/([^A-Za-z0-9._\/-])/sprintf '%%%02X', ord $1/ger;
		$list .= length($measured) . " $name\n$measured";
	});
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
