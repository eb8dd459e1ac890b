import { sha256 } from './sha256'

/** The password's file as hotpair.sh writes it (render_auth there; a test compares the two). */
const vrrpAuthFile = (password: string): string => `authentication {\n    auth_type PASS\n    auth_pass ${password}\n}\n`

/** What facts/ reads of a node that has this password: the digest of salt and file. */
export const vrrpAuthDigest = (salt: string, password: string): string => sha256(salt + vrrpAuthFile(password))
