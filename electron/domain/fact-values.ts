import { z } from 'zod'
import { isIPv4, isIPv6 } from './address'

/**
 * What a host says of itself and what then goes elsewhere: into a command, a path, a unit's name, a configuration file, or to another
 * node. Each has the narrowest pattern that honest hosts keep to. Messages say what was expected, never what was found.
 */

export const ipv4 = z.string().refine(isIPv4, 'expected an IPv4 address')
export const ipv6 = z.string().refine(isIPv6, 'expected an IPv6 address')

/**
 * The kernel takes any 15 bytes but blanks, slashes and colons (dev_valid_name); keepalived.conf, a shell and an option of a program
 * would read more into some of them.
 */
export const interfacePattern = /^(?!\.{1,2}$)[A-Za-z0-9_.+=~,][A-Za-z0-9_.+=~,-]{0,14}$/
export const interfaceName = z.string().regex(interfacePattern, 'expected the name of an interface')

/** firewalld's zones: at most one slash; theirs are at most 17 characters long. */
export const zoneName = z.string().regex(/^[A-Za-z0-9_-]{1,32}(\/[A-Za-z0-9_-]{1,32})?$/, 'expected the name of a zone')

/** As dpkg and rpm write versions, and programs their own. */
export const version = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.+~:^_-]{0,127}$/, 'expected a version')

/** uname -n: at most 64 bytes; a host that was given no name says (none). */
export const hostName = z.string().regex(/^([A-Za-z0-9_.-]{1,64}|\(none\))$/, 'expected a host name')

/** A word of systemd's or of our own runner's: enabled-runtime, rolled-back; empty where there is none. */
export const stateWord = z.string().regex(/^[a-z-]{0,32}$/, 'expected one word')

export const absolutePath = z
  .string()
  .max(4096)
  .regex(/^\/[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u, 'expected an absolute path')

/** One line for people, such as who owns a lock. */
export const oneLine = z
  .string()
  .max(500)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u, 'expected one line of text')

/** First 16 hex digits of a SHA-256: the id of a plan. */
export const planId = z.string().regex(/^[0-9a-f]{16}$/, 'expected the id of a plan')
export const planIdOrNone = z.union([z.literal(''), planId], 'expected the id of a plan')
