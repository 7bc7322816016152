import test from 'ava';
import {hostAptOf} from './host-apt.ts';

const debian = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n';

test('the sources of the distribution itself are taken, others are not', t => {
	const targets = [
		'http://mirror.example/debian/ bookworm main',
		'http://mirror.example/debian/ bookworm contrib',
		'http://mirror.example/debian/ bookworm-updates main',
		'http://security.example/debian-security bookworm-security main',
		'https://download.docker.com/linux/debian bookworm stable',
		'https://deb.nodesource.com/node_20.x nodistro main',
		'http://mirror.example/debian/ sid main',
	].join('\n');
	t.deepEqual(hostAptOf(debian, targets), {
		distribution: 'debian',
		suite: 'bookworm',
		sources: [
			'deb http://mirror.example/debian/ bookworm main',
			'deb http://mirror.example/debian/ bookworm-updates main',
			'deb http://security.example/debian-security bookworm-security main',
		],
	});
});

test('an Ubuntu host brings universe too', t => {
	const ubuntu = 'VERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n';
	const targets =
		'http://a.example/ubuntu/ noble main\nhttp://a.example/ubuntu/ noble universe\nhttp://a.example/ubuntu/ noble restricted';
	t.deepEqual(hostAptOf(ubuntu, targets)?.sources, ['deb http://a.example/ubuntu/ noble main universe']);
});

test('a host of another kind, or without sources, has nothing to say', t => {
	t.is(hostAptOf('ID=fedora\nVERSION_CODENAME=""\n', ''), undefined);
	t.is(hostAptOf(debian, ''), undefined);
	t.is(hostAptOf(debian, 'http://mirror.example/debian/ bookworm-updates main'), undefined);
});
