# Fourth part of agent.pl: a disk of their own for the programs under test, so that one that fills it harms nobody, and is
# found out soon. It is a file, mounted where they may write: their home, and the two folders for what is temporary.

sub make_home {
	my ($blocks, $mebibytes) = @_;
	$blank = {mebibytes => $mebibytes, blocks => $$blocks};
	system 'modprobe', 'loop' unless -e '/dev/loop-control';
	mount_home();
	$free = $run_free = free_blocks();
	return '';
}

sub mount_home {
	my ($file, $disk) = ('/var/lib/osp2p/home', '/var/lib/osp2p/disk');
	make_folder(undef, $disk);
	open my $image, '+>:raw', $file or die "$file: $!\n";
	truncate $image, $blank->{mebibytes} * 1048576 or die "$file: $!\n";
	for (my $at = 0; $at < length $blank->{blocks}; $at += 4100) {
		sysseek $image, 4096 * unpack('N', substr $blank->{blocks}, $at, 4), 0;
		syswrite($image, $blank->{blocks}, 4096, $at + 4) == 4096 or die "$file: $!\n";
	}

	my ($device, $name) = loop_device($image);
	mount($name, $disk, 'ext4', 1024 | 4 | 2); # Without times of reading, devices, or anybody's rights.
	for my $place (@places) {
		my $folder = $disk . $place;
		make_folder(undef, $folder);
		$place eq $home ? chown $uid, $gid, $folder : chmod 01777, $folder;
		mount($folder, $place, '', 4096); # The same folder under another name.
	}
}

sub unmount_home {
	for my $place (@places, '/var/lib/osp2p/disk') {
		my $path = $place;
		syscall($number{umount}, $path, 0) == 0 or die "$path: $!\n";
	}
}

# It goes with whoever has it open last: that is to be its mount. Written past the cache: the file system on it has one already.
sub loop_device {
	my ($image) = @_;
	open my $control, '+<', '/dev/loop-control' or die "loop-control: $!\n";
	my $name = '/dev/loop' . (0 + (ioctl($control, 0x4C82, 0) // die "no loop device: $!\n"));
	open my $loop, '+<', $name or die "$name: $!\n";
	ioctl $loop, 0x4C00, 0 + fileno $image or die "$name: $!\n";
	my $status = pack 'x52 L x176', 4;
	ioctl $loop, 0x4C04, $status or die "$name: $!\n";
	ioctl $loop, 0x4C08, 1;
	return ($loop, $name);
}

sub mount {
	my ($what, $where, $type, $flags) = @_;
	my $options = '';
	syscall($number{mount}, $what, $where, $type, $flags, $options) == 0 or die "mount $where: $!\n";
}
