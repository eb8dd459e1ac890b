/** Why a file cannot be read or written: shared by every failure that is about one. */
export const filesEn = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'you have no right to it',
  EPERM: 'the system does not allow it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'something with its name is in the way',
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'your quota of the disk is used up',
  EROFS: 'the file system is read-only',
  EIO: 'the disk reports an error',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  'not-regular': 'it is no file but a pipe, a socket or a device',
  'too-large': 'it is too large',
  other: '{detail}',
} as const
