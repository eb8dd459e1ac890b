# shellcheck shell=bash
# The cache: what all hosts of all instances share, built once per recipe (everything in image/).

image_key() {
	{
		cat "$here"/image/*
		printf '%s' "${HOTPAIR_LAB_MIRROR:-}"
		dpkg --print-architecture
	} | sha256sum | cut -c1-16
}

# image_ready: builds the image when it is not there; sets image to its folder (root/ and repo/).
image_ready() {
	image=$cache/$(image_key)
	mkdir -p "$cache"
	if [[ -d $image ]]; then
		touch "$image"
		return
	fi
	(
		flock 9
		[[ ! -d $image ]] || exit 0
		say 'building the hosts'"'"' root filesystem and package repository (once; one to three minutes)'
		image_discard_unfinished
		mkdir "$image.building"
		# Its own mount namespace: whatever way a build ends, no mount is left behind. It keeps the lock: if only this shell
		# is killed, the next one waits for the orphan before it clears up.
		if ! unshare --mount "$here/image/build.sh" "$image.building" >"$cache/build.log" 2>&1 8>&-; then
			tail -n 5 "$cache/build.log" >&2
			fail 69 "the build failed (all of it: $cache/build.log)"
		fi
		mv "$image.building" "$image"
		image_discard_old
	) 9>"$cache/lock"
}

# Left by a build that was interrupted. Only under the lock.
image_discard_unfinished() { rm -rf --one-file-system "$cache"/*.building; }

# Those of other recipes that nobody has used for a week and that no host stands on. Only under the lock.
image_discard_old() {
	local old
	while read -r old; do
		grep -qsF "$old/root" /proc/mounts || rm -rf --one-file-system "$old"
	done < <(find "$cache" -mindepth 1 -maxdepth 1 -type d -name '????????????????' -mtime +7)
}
