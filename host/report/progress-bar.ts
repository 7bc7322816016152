/**
A bar of fixed width, drawn with eighths of a character so that it grows smoothly.

@param share - 0 to 1; what lies outside is cut.
@param width - In characters.
*/
export const progressBar = (share: number, width: number): string => {
	const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
	const whole = '█'.repeat(Math.floor(eighths / 8));
	const part = eighths % 8 === 0 ? '' : (parts[(eighths % 8) - 1] ?? '');
	return `${whole}${part}`.padEnd(width, '░');
};

const parts = [...'▏▎▍▌▋▊▉'];
