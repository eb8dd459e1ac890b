#!/usr/bin/env bash
# Builds what all lab hosts share: DIR/root, the root filesystem, and DIR/repo, the packages they may install.
# usage: build.sh DIR    (HOTPAIR_LAB_MIRROR: the Debian mirror)
set -euo pipefail
dir=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# the mirror that this machine's own apt uses
# shellcheck disable=SC2016 # a format of apt
mirror=${HOTPAIR_LAB_MIRROR:-$(apt-get indextargets --format '$(CODENAME) $(ORIGIN) $(REPO_URI)' 'Identifier: Packages' | sed -n 's/^bookworm Debian //p' | head -n 1)}
[ -n "$mirror" ] || {
	echo 'apt has no source for Debian bookworm; run apt-get update, or name a mirror in HOTPAIR_LAB_MIRROR' >&2
	exit 69
}

packages() { sed 's/#.*//' "$here/packages.$1" | xargs; }

include=$(packages host)
mmdebstrap --quiet --mode=root --variant=minbase --include="${include// /,}" \
	--aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' \
	--dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
	--dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
	--skip=cleanup/apt/lists \
	--customize-hook="'$here/fetch-repo.sh' '$dir/repo' $(packages repo)" \
	--customize-hook="'$here/customize.sh' \"\$1\" '$dir/repo'" \
	bookworm "$dir/root" "deb $mirror bookworm main"
