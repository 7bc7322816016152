import type {Address, Scene} from './attack.ts';

/** A scene with one victim: every blow is against it. */
export type AimedScene = Omit<Scene, 'strike'> & {readonly strike: () => void};

/** The part of an attack that aims at one victim. */
export const aimedAt = ({address}: Address, scene: Scene): AimedScene => ({
	...scene,
	strike: () => scene.strike(address),
});
