# Third part of agent.pl: between two testbeds.

# Takes away everything a scenario has left but the groups that are to stay. Answers with what could not be, a line each: none means that this guest is as it was.
sub tidy {
	my (undef, @staying) = @_;
	my %stays = map { $_ => 1 } @staying;
	kill_group($_) for grep { !$stays{$_} } all_groups();
	my @dirt = processes(map { worker_in($_) } @staying);
	return join "\n", @dirt if @dirt; # It could lead us astray while we take things away.
	eval { unmount_home(); mount_home(); 1 } or push @dirt, "a disk in use: $@" if $blank;
	push @dirt, remove_files();
	for my $kind (qw(shm sem msg)) {
		my ($head, @rows) = map { [split] } split /\n/, get("/proc/sysvipc/$kind");
		my ($column) = grep { $head->[$_] eq 'uid' } 0 .. $#{$head // []};
		push @dirt, "a System V $kind" if grep { $_->[$column] == $uid } @rows;
	}

	let_go_of_ports();
	push @dirt, sockets();
	my $lost = $free - free_blocks();
	push @dirt, "$lost blocks of the disk" if $lost > 4096;
	$run_free = free_blocks();
	return join "\n", @dirt;
}

# Takes away the files that a program has left, once nothing of it runs.
sub clear {
	my @left = processes(map { $_->{pid} } grep { $_->{ear} } values %program);
	@left = remove_files() if !@left;
	die "$left[0]\n" if @left;
	return '';
}

# Everything in the folders that programs may write to. Returns what could not be removed.
sub remove_files {
	my @left;
	visit($home, \&remove);
	push @left, "$home is not empty" if entries($home);
	for my $folder (qw(/tmp /var/tmp /dev/shm /run /dev/mqueue)) {
		visit($folder, sub { remove($_[0]) if $_[1][4] == $uid });
		visit($folder, sub { push @left, $_[0] if $_[1][4] == $uid });
	}

	return @left;
}

# The one process of a worker's group; anything else there is dirt.
sub worker_in {
	my ($group) = @_;
	return map { $_->{pid} } grep { $_->{ear} && $_->{group} eq $group } values %program;
}

# Those of the programs' user but for workers that stay. The dead have a second to be buried, ours by us and others by init.
sub processes {
	my %stays = map { ("/proc/$_" => 1) } @_;
	my @left;
	for (1 .. 100) {
		$_->{status} //= waitpid($_->{pid}, POSIX::WNOHANG()) > 0 ? $? : undef for values %program;
		@left = grep { !$stays{$_} && ((stat $_)[4] // -1) == $uid } glob '/proc/[0-9]*';
		last unless @left;
		select undef, undef, undef, 0.01;
	}

	return map { 'process ' . get("$_/comm") =~ s/\n//r } @left;
}

# Sockets beside SSH's; those of programs that are dead have a second to say goodbye. Where the other side can be heard no more they would try for minutes.
sub sockets {
	my @open;
	for my $try (1 .. 200) {
		qx{ss -K '( sport != :22 )' 2>&1} if $try == 100;
		@open = ();
		for my $kind (qw(tcp tcp6 udp udp6)) {
			my (undef, @rows) = split /\n/, get("/proc/net/$kind");
			push @open, map { "$kind $_" } grep { !/^[0-9A-F]+:0016 / } map { join ' ', (split)[1, 2, 3] } @rows;
		}

		last unless @open;
		select undef, undef, undef, 0.01;
	}

	return @open;
}

# Until the guest is tidied up, what has ended keeps its port for a minute, unless the next program asks for it all the same.
sub hold_ports {
	put('/proc/sys/net/ipv4/tcp_max_tw_buckets', $held_ports);
	return '';
}

sub let_go_of_ports {
	return if get('/proc/sys/net/ipv4/tcp_max_tw_buckets') == 0;
	put('/proc/sys/net/ipv4/tcp_max_tw_buckets', 0);
	qx{ss -K state time-wait 2>&1};
}
