# Unpacks and builds a submission in the working folder, and looks for what can be started; both as the user without rights.
#   sh -c SCRIPT sh build ARCHIVE
#   sh -c SCRIPT sh find          once nothing of it runs any more: what a Makefile prints cannot be taken for a finding
# Findings are lines, which build-findings.ts reads:
#   osp2p-executable: PATH      can be started
#   osp2p-script: PATH          begins with #!, but may not be started; told where nothing else can be
#   osp2p-holds: PATH           what is there, where nothing can be started
#   osp2p-makefile: PATH        what was built by
# and of building itself: osp2p-warnings, it was built once more, and warnings are no errors; osp2p-built, it is over.
set -e

# Owners are not kept, and its owner may read and enter all of it, whatever rights it was packed with.
unpack() {
	case $(head -c 4 "$1" | od -An -tx1 | tr -d ' \n') in
		504b*) unzip -q -o "$1" ;;
		*) tar --no-same-owner -xf "$1" ;;
	esac
	chmod -R u+rwX .
	rm -rf __MACOSX
}

# The Makefile that lies highest: archives often hold one folder with everything.
find_makefile() {
	find . -maxdepth 9 -type f \( -name '[Mm]akefile' -o -name GNUmakefile \) | awk '{print gsub("/", "/"), length, $0}' | sort -n | head -n 1 | cut -d ' ' -f 3-
}

# beginning_with PATTERN CONDITION...: the path of every such file that begins with these bytes.
beginning_with() {
	pattern=$1
	shift
	find . -type f "$@" | while IFS= read -r path; do
		case $(head -c 4 "$path" | od -An -c | tr -d ' \n') in
			$pattern) echo "${path#./}" ;;
		esac
	done
}

executables() {
	beginning_with '177ELF' -perm -u+x
	beginning_with '#!*' -perm -u+x
}

if [ "$1" = find ]; then
	makefile=$(find_makefile)
	[ -z "$makefile" ] || echo "osp2p-makefile: ${makefile#./}"
	found=$(executables)
	if [ -n "$found" ]; then
		printf '%s\n' "$found" | sed 's/^/osp2p-executable: /'
	else
		beginning_with '#!*' ! -perm /111 | sed 's/^/osp2p-script: /'
		find . -type f | head -n 10 | sed 's|^\./|osp2p-holds: |'
	fi

	exit
fi

shift
unpack "$1"
makefile=$(find_makefile)
if [ -z "$makefile" ] && [ -z "$(executables | head -n 1)" ]; then
	inner=$(find . -type f \( -name '*.tar' -o -name '*.tar.*' -o -name '*.tgz' -o -name '*.tbz2' -o -name '*.txz' -o -name '*.zip' \))
	if [ "$(printf '%s\n' "$inner" | grep -c .)" = 1 ]; then
		unpack "$inner"
		makefile=$(find_makefile)
	fi
fi

# All is built anew (-B), whatever was built elsewhere and handed in with it. Makefiles with -Werror were written for compilers that knew fewer warnings.
if [ -n "$makefile" ]; then
	folder=$(dirname "$makefile")
	if ! make -B -C "$folder"; then
		grep -q -e -Werror "$makefile" || exit 2
		echo 'osp2p-warnings'
		mkdir "$1.lenient"
		for compiler in cc gcc; do
			printf '#!/bin/sh\nexec %s "$@" -Wno-error\n' "$(command -v $compiler)" >"$1.lenient/$compiler"
			chmod +x "$1.lenient/$compiler"
		done
		PATH="$1.lenient:$PATH" make -B -C "$folder"
	fi
fi

echo 'osp2p-built'
