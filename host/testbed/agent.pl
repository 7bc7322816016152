# The harness's agent in a guest: it does what it is told, by itself. In an emulated guest, starting a program for
# each little thing costs more than the thing.
#
#   host:  ID VERB LENGTH WORD...     then LENGTH bytes. `%XX` in a word stands for a byte.
#   agent: ID ok LENGTH               then LENGTH bytes: the answer.
#   agent: ID no LENGTH               then LENGTH bytes: why not.
#   agent: ID out LENGTH, ID err LENGTH, ID exit LENGTH      Of the program started by ID: its output, its end.
#
# It ends with its input, and with it everything it has started. Its other parts are agent-files.pl, agent-tidy.pl and agent-home.pl.
use strict;
use warnings;
no warnings qw(exec recursion);
use Errno;
use Fcntl qw(:mode);
use POSIX ();
use Socket ();

-e '/usr/lib/osp2p/identity' or die "this is no guest\n";
my $groups = '/sys/fs/cgroup/osp2p';
my $home = '/srv/osp';
my $most_entries = 20_000; # Of a folder that a program under test has filled.
my $most_listed = 2000; # Of them, told to the host; a peer may share 1000 files.
my $most_brought = 32 << 20; # Bytes of files in one listing: we have less memory than a disk has room, with holes more so.
my $most_digested = 8 << 30; # Bytes of a file: more than any disk here has.
my $most_read = 64 << 20; # Bytes of a file that is brought to the host.
my $most_seconds = 20; # Of digesting for one request: meanwhile nothing else is done.
my (undef, undef, $uid, $gid) = getpwnam 'osp';
my $programs_gid = getgrnam('osp2p') // die "this guest has no group osp2p\n";
my %number = @{{x86_64 => [prctl => 157, statfs => 137, mount => 165, umount => 166], aarch64 => [prctl => 167, statfs => 43, mount => 40, umount => 39]}->{(POSIX::uname())[4]}};

put('/proc/self/oom_score_adj', -1000);
setpriority 0, 0, -10; # A program under test that takes all it can must not keep us from stopping it.
# Connections leave nothing behind that would keep the next program from its port, or know the last network's speed.
my $held_ports = get('/proc/sys/net/ipv4/tcp_max_tw_buckets');
put('/proc/sys/net/ipv4/tcp_max_tw_buckets', 0);
put('/proc/sys/net/ipv4/tcp_no_metrics_save', 1);
put('/proc/sys/user/max_user_namespaces', 0); # In one of its own a program would be root, and could send any frame.
mkdir $groups;
put('/sys/fs/cgroup/cgroup.subtree_control', '+memory +pids'); # What systemd does not use, it does not pass down.
put("$groups/cgroup.subtree_control", '+memory +pids');
my %accelerator_env = get('/proc/cmdline') =~ /\bosp2p\.v8=(\S+)/ ? (OSP2P_V8_FLAGS => $1 =~ tr/,/ /r) : ();
$SIG{CHLD} = sub { };
my $free = free_blocks();
my $run_free = $free;

my %verb = (
	home => \&make_home, folder => \&make_folder, listen => \&listen_for_file, receive => \&receive_file, link => \&make_link, read => \&read_file, measure => \&measure,
	hold_ports => \&hold_ports, tell => \&tell, list => \&list_files, usage => \&usage, clear => \&clear, signal => \&signal_group, kill => \&kill_group, tidy => \&tidy,
);
my %program; # By the id of its request.
my $in = '';
my $request; # Whose bytes are still coming.
my $files; # Listens for a big file.
my $blank; # The programs' disk when it is new: its size in MiB, and the blocks that are not zero, each after its number.
my @places = ($home, '/tmp', '/var/tmp'); # Where they may write.
while (1) {
	my $ready = '';
	vec($ready, fileno $_, 1) = 1 for \*STDIN, map { values %{$_->{pipes}} } values %program;
	my $silent = grep { !%{$_->{pipes}} } values %program; # Dead, or soon.
	my $watched = grep { !$_->{ear} } values %program; # A worker's end closes its pipes.
	if (select($ready, undef, undef, $silent ? 0.02 : $watched ? 1 : undef) > 0) {
		relay($_, $ready) for keys %program;
		if (vec $ready, fileno STDIN, 1) {
			sysread(STDIN, $in, 1 << 18, length $in) or last;
			1 while obey();
		}
	}

	bury($_) for keys %program;
}

kill_group($_) for all_groups();

# Takes what has come of one request, and does it once it is whole. A file's bytes go where they belong as they come: a big one has no room in memory.
sub obey {
	if (!$request) {
		my $end = index $in, "\n";
		return 0 if $end < 0;
		my ($id, $verb, $left, @words) = split ' ', substr $in, 0, $end + 1, '';
		s/%([0-9A-F]{2})/chr hex $1/ge for @words;
		$request = {id => $id, verb => $verb, left => $left, words => \@words, bytes => ''};
		$request->{file} = attempt(sub { new_file(@words) }) if $verb eq 'write';
	}

	my $chunk = substr $in, 0, $request->{left}, '';
	$request->{left} -= length $chunk;
	if ($request->{verb} eq 'write') {
		attempt(sub { append($request->{file}, \$chunk) });
	} else {
		$request->{bytes} .= $chunk;
	}

	return 0 if $request->{left};
	my ($id, $verb, $bytes, $words) = @$request{qw(id verb bytes words)};
	my $answer = attempt(sub { $verb eq 'start' ? start($id, 0, @$words) : $verb eq 'start_worker' ? start($id, 1, @$words) : $verb eq 'write' ? close_file($request->{file}, @$words) : $verb{$verb}->(\$bytes, @$words) });
	say_to_host($id, defined $answer ? 'ok' : 'no', $answer // $request->{failed});
	undef $request;
	return 1;
}

# What fails once fails the whole request.
sub attempt {
	my ($act) = @_;
	return undef if defined $request->{failed};
	my $result = eval { $act->() };
	$request->{failed} = "$@" if !defined $result;
	return $result;
}

sub say_to_host {
	my ($id, $what, $bytes) = @_;
	my $message = "$id $what " . length($bytes) . "\n$bytes";
	for (my $at = 0; $at < length $message;) {
		my $written = syswrite STDOUT, $message, length($message) - $at, $at;
		defined $written or $!{EINTR} or exit 1;
		$at += $written // 0;
	}
}

# Runs a program in a control group of its own, limited: as the user without rights (`osp`), or as one that those of this user cannot touch (`root`). A worker can be told things while it runs.
sub start {
	my ($id, $is_worker, $as, $group, $memory, $tasks, $folder, @command) = @_;
	my $path = group($group);
	-d $path || mkdir $path or die "$path: $!\n";
	put("$path/memory.max", $memory * 1048576);
	put("$path/memory.oom.group", 1);
	put("$path/pids.max", $tasks);
	pipe my $out, my $out_end or die "pipe: $!\n";
	pipe my $err, my $err_end or die "pipe: $!\n";
	my ($in_end, $ear);
	$is_worker and (pipe $in_end, $ear or die "pipe: $!\n");
	my $pid = fork // die "fork: $!\n";
	if ($pid) {
		put("$path/cgroup.procs", $pid); # As it does itself: whoever comes first, it is there when we answer.
		$program{$id} = {pid => $pid, pipes => {out => $out, err => $err}, group => $group, ear => $ear};
		return '';
	}

	my $status = 126;
	eval {
		$is_worker ? open STDIN, '<&', $in_end : open STDIN, '<', '/dev/null';
		open STDOUT, '>&', $out_end;
		open STDERR, '>&', $err_end;
		put("$path/cgroup.procs", $$);
		put("/proc/self/oom_score_adj", 0);
		setpriority 0, 0, 0;
		POSIX::setsid();
		$SIG{CHLD} = 'DEFAULT';
		chdir $folder or die "$folder: $!\n";
		%ENV = (PATH => '/usr/local/bin:/usr/bin:/bin', HOME => $home, USER => 'osp', LOGNAME => 'osp', LANG => 'C.UTF-8', %accelerator_env);
		become_osp($command[0] =~ m{^/opt/} ? $programs_gid : ()) if $as ne 'root';
		syscall $number{prctl}, 38, 1, 0, 0, 0; # PR_SET_NO_NEW_PRIVS
		exec {$command[0]} @command or do {
			$status = 127 if $!{ENOENT};
			die "$command[0]: $!\n";
		};
	};
	syswrite STDERR, "launch: $@";
	POSIX::_exit($status);
}

# Our own programs lie where only their group may enter: what is handed in cannot start one of them in its place.
sub become_osp {
	my @groups = @_;
	$( = $gid;
	$) = "$gid $gid @groups";
	POSIX::setgid($gid);
	POSIX::setuid($uid);
	$< == $uid && $> == $uid or die "cannot become osp: $!\n";
}

# What a program has written goes on to the host.
sub relay {
	my ($id, $ready) = @_;
	my $pipes = $program{$id}{pipes};
	for my $name (sort keys %$pipes) { # Errors first: a worker's last word on a run is in its output.
		next unless vec $ready, fileno $pipes->{$name}, 1;
		my $read = sysread $pipes->{$name}, my $bytes, 65_536;
		if ($read) {
			say_to_host($id, $name, $bytes);
		} elsif (defined $read || !$!{EINTR}) {
			delete $pipes->{$name};
		}
	}
}

# A program is over when it is dead and nobody holds its output.
sub bury {
	my ($id) = @_;
	my $program = $program{$id};
	$program->{status} = $? if !defined $program->{status} && waitpid($program->{pid}, POSIX::WNOHANG()) > 0;
	return if !defined $program->{status} || %{$program->{pipes}};
	say_to_host($id, 'exit', $program->{status});
	delete $program{$id};
}

sub group {
	my ($name) = @_;
	($name // '') =~ /^[A-Za-z0-9][A-Za-z0-9._-]*$/ or die "not a group: $name\n";
	return "$groups/$name";
}

sub all_groups {
	return map { m{([^/]+)/$} } glob "$groups/*/";
}

# What it does not read at once has room in the pipe: it is told little.
sub tell {
	my ($bytes, $group) = @_;
	my ($worker) = grep { $_->{ear} && $_->{group} eq $group } values %program or die "no worker $group\n";
	local $SIG{PIPE} = 'IGNORE';
	syswrite $worker->{ear}, $$bytes or die "$group: $!\n";
	return '';
}

sub signal_group {
	my (undef, $name, $signal) = @_;
	kill $signal, split /\n/, get(group($name) . '/cgroup.procs');
	return '';
}

sub kill_group {
	my $group = group($_[-1]);
	return '' unless -d $group;
	put("$group/cgroup.kill", 1);
	for (1 .. 2000) {
		return '' if rmdir $group or $!{ENOENT};
		select undef, undef, undef, 0.005;
	}

	die "something of $group does not die\n";
}

sub usage {
	my (undef, $name) = @_;
	my $group = group($name);
	my ($resident, $files) = (0, 0);
	for my $pid (split /\n/, get("$group/cgroup.procs")) {
		$resident += 1024 * $1 if get("/proc/$pid/status") =~ /^VmRSS:\s+(\d+)/m;
		$files += entries("/proc/$pid/fd");
	}

	my ($cpu) = get("$group/cpu.stat") =~ /^usage_usec (\d+)/m;
	my $disk = 4 * ($run_free - free_blocks()); # What is deleted but open counts too, and no folder is too full to look into.
	return sprintf 'resident=%d files=%d cpu=%.3f disk=%d', $resident, $files, ($cpu // 0) / 1e6, $disk > 0 ? $disk : 0;
}

# Of the file system that programs under test may write to, 4 KiB each.
sub free_blocks {
	my ($path, $answer) = ($home, "\0" x 256);
	syscall($number{statfs}, $path, $answer) == 0 or return 0;
	return (unpack 'q4', $answer)[3];
}

sub entries {
	my ($folder) = @_;
	opendir my $handle, $folder or return 0;
	return -2 + (() = readdir $handle);
}

sub get {
	my ($path) = @_;
	open my $file, '<', $path or return '';
	local $/;
	return <$file> // '';
}

sub put {
	my ($path, $text) = @_;
	open my $file, '>', $path or return;
	syswrite $file, $text;
	close $file;
}
