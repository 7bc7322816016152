import type {GuestImage} from '../../image/manifest.ts';
import {connectSsh, type SshConnection} from '../ssh/connect-ssh.ts';
import type {RunningVm} from '../vm/running-vm.ts';

/** Connect to a guest by its forwarded port, as the image's user, with its keys. @throws {SshError} If it does not let us in. */
export const logIn = (
	vm: RunningVm,
	{sshKey, hostKey, user}: Pick<GuestImage, 'sshKey' | 'hostKey' | 'user'>,
	{signal}: {readonly signal: AbortSignal},
): Promise<SshConnection> =>
	connectSsh({host: '127.0.0.1', port: vm.forwardedPort(22), user, privateKeyFile: sshKey, hostKey}, {signal});
