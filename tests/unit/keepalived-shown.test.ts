import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../../electron/domain/keepalived/configuration'
import { shownConfiguration } from '../../electron/domain/keepalived/shown'

/** A foreign keepalived.conf is shown (facts, preview, the command line's diff); its passwords are not. */

const P = 's3cretP4'
const shown = (text: string): string => {
  const result = shownConfiguration(text)
  if ('hidden' in result) throw new Error(result.hidden)
  return result.text
}

describe('a password in keepalived.conf is not shown', () => {
  it.each<[where: string, text: string]>([
    ['as keepalived documents it', `authentication {\n  auth_type PASS\n  auth_pass ${P}\n}`],
    ['on one line', `authentication { auth_type PASS auth_pass ${P} }`],
    ['glued to the brace', `authentication {auth_pass ${P}}`],
    ['behind a condition', `@node1 auth_pass ${P}\n@^node1 auth_pass ${P}x`],
    ['behind two conditions and blanks', `\t@a  @b\tauth_pass\t\t${P}`],
    ['in quotes', `auth_pass "${P}"`],
    ['in quotes, with blanks', `auth_pass "my ${P} x"`],
    ['in single quotes', `auth_pass 'my ${P}'`],
    ['glued in quotes', `auth_pass"${P}"`],
    ['behind a quoted keyword', `"auth_pass" ${P}`],
    ['with escapes', `auth_pass a\\"${P}\\#x`],
    ['with a sign that begins a comment', `auth_pass a#${P}!b`],
    ['with a brace inside', `auth_pass {\n${P}\n}\nauth_pass a{${P}}b`],
    ['on the next line behind a \\', `auth_pass \\\n   ${P}`],
    ['on the next line without one', `auth_pass\n   ${P}\n`],
    ['with a comment between', `auth_pass # here\n ${P}\n`],
    ['commented out', `# auth_pass ${P}\n#auth_pass ${P}\n! auth_pass ${P}\n!!auth_pass=${P}`],
    ['behind its own line', `auth_pass x # was ${P}`],
    ['in a comment in words', `# the password: ${P}\n# Passwort ist ${P}\n# 密码 ${P}\n# use ${P} as key`],
    ['in a comment on the next line', `# password:\n#   ${P}\n`],
    ['in a comment that goes on', `# auth_pass \\\n${P}`],
    ['in a variable', `$AP=${P}\nauth_pass $AP`],
    ['in a variable with braces, in a part', `$AP=${P}\n@n auth_pass a\${AP}b`],
    ['in a variable of a variable', `$A="${P}"\n$B=x\${A}\nauth_pass $B`],
    ['in a variable that is defined anew, or on a condition', `@a $X=${P}\n@b $X=${P}2\nauth_pass $X`],
    ['in a variable that is named like one', `$VRRP_PASS=${P}\nscript "/x $VRRP_PASS"`],
    ['in a variable that only another file uses', `$X=${P}\ninclude other.conf`],
    ['in a line that a variable holds', `$LINE=auth_pass ${P}\nauthentication {\n$LINE\n}`],
    ['in a definition over lines', `$AUTH= \\\nauthentication { \\\n auth_type PASS \\\n auth_pass ${P} \\\n} \\\n\n$AUTH`],
    ['in a definition in a definition', `$I= \\\n$X=${P} \\\nauth_pass $X\n$I`],
    ['behind a keyword that a variable holds', `$K=auth_pass\n$K ${P}\n\${K} ${P}`],
    ['behind a keyword of two variables', `$A=auth\n$B=pass\n\${A}_\${B} ${P}`],
    ['in a list', `~LST(X, abc, ${P}) auth_pass \${X}\n`],
    ['in a list of several', `~LST({X, Y}, {1,${P}}, {2,b}) auth_pass \${Y}\n`],
    ['of auth_hmac', `auth_hmac {\n  key 1 hex:${P}\n  active_key 1\n}\nauth_hmac x ${P}`],
    ['a key alone', `@n key 2 ${P}`],
    ['of a health check', `HTTP_GET {\n url {\n username u\n password ${P}\n }\n}\nSSL {\n password ${P}\n}`],
    ['of mail', `smtp_auth_password ${P}\nsmtp_secret "${P}"`],
    ['in an option of a script', `script "/bin/check --user u --password ${P} -x"\nnotify /bin/x --token=${P}`],
    ['in a URL', `misc_path "/bin/curl https://u:${P}@host/"`],
    ['with CRLF and a BOM', `\ufeffauthentication {\r\n  auth_pass ${P}\r\n}\r\n# auth_pass ${P}\r\n`],
    ['in capitals', `AUTH_PASS ${P}`],
    ['with another sign', `auth_pass=${P}\nauth_pass: ${P}`],
    ['again in an option that nothing names', `auth_pass ${P}\nnotify "/bin/tell ${P} now"\n# (${P}).\nstatic_routes { ${P} }`],
    ['again in a definition', `auth_pass "${P}"\n$OTHER=${P}\nx $OTHER`],
  ])('%s', (_, text) => {
    expect(shown(text)).not.toContain(P)
    expect(shown(`vrrp_instance a {\n${text}\n}\n`)).not.toContain(P)
  })

  it('keeps what is none', () => {
    const text = `! Configuration File for keepalived
global_defs {
   router_id LVS_DEVEL # a name
   notification_email { acassen@firewall.loc }
}
$VRID=51
$PEER=10.0.0.2
vrrp_script chk { script "\${_PWD}/bin/check -x /etc/passwd" }
vrrp_instance VI_password {
    interface eth0
    @a priority 100
    virtual_router_id $VRID
    unicast_peer { $PEER }
    authentication { auth_type PASS auth_pass 1111 } priority 100
    virtual_ipaddress { 10.11.11.1/24 dev eth0 } # all of them
}
SSL { key /etc/ssl/private.pem }
include /etc/keepalived/passwords.conf
`
    expect(shown(text)).toBe(text.replace('auth_pass 1111', 'auth_pass ********'))
  })

  it('hides values of any length in the same way, and is done at once', () => {
    expect(shown('auth_pass a')).toBe(shown('auth_pass abcdefghijkl'))
    const once = shown(`auth_pass ${P}\n# auth_pass ${P}`)
    expect(shown(once)).toBe(once)
  })

  it('shows nothing where it cannot be sure', () => {
    expect(shownConfiguration('x'.repeat(limits.characters + 1))).toEqual({ hidden: 'too-long' })
    expect(shownConfiguration('auth_pass x\n'.repeat(limits.characters / 12 - 1))).toMatchObject({ hidden: expect.any(String) as string })
    expect(shownConfiguration('a {'.repeat(100))).toEqual({ hidden: 'not-understood' })
    expect(shownConfiguration(`auth_pass "abc\n${P}"\n`)).toEqual({ hidden: 'not-understood' })
    expect(shownConfiguration(`$X="abc\n${P}"\nauth_pass $X`)).toEqual({ hidden: 'not-understood' })
  })

  const word = fc.constantFrom('vrrp_instance', 'state', 'priority', 'VI_1', '10.0.0.1/24', 'dev', 'eth0', '${V}', '"a b"', '#c', '@n', 'x')
  const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '))
  /** A line of a configuration that holds the password, in every place where one may stand. */
  const place = fc.constantFrom<(secret: string) => string>(
    (secret) => `auth_pass ${secret}`,
    (secret) => `@n auth_pass "${secret}"`,
    (secret) => `authentication { auth_type PASS auth_pass ${secret} }`,
    (secret) => `authentication\n{\nauth_pass \\\n${secret}\n}`,
    (secret) => `# auth_pass ${secret}`,
    (secret) => `state BACKUP ! password ${secret}`,
    (secret) => `$S=${secret}\nauth_pass $S`,
    (secret) => `$S=\${T}\n@m $T="${secret}"\nauth_pass x\${S}`,
    (secret) => `$D= \\\nauthentication { \\\nauth_pass ${secret} \\\n}\n$D`,
    (secret) => `~LST(S, ${secret}, b) auth_pass \${S}`,
    (secret) => `auth_hmac { key 1 ${secret} }`,
    (secret) => `url { password ${secret} }`,
    (secret) => `script "/bin/x --password ${secret}"`,
    (secret) => `auth_pass ${secret}\nnotify "/bin/tell ${secret}"\n# ${secret}`,
  )
  const secret = fc.stringMatching(/^[A-Za-z0-9_.+=%&*~^-]{6,12}$/).map((text) => `Q${text}7`)

  it('wherever it stands in a generated configuration', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        fc.array(line, { maxLength: 6 }),
        place,
        secret,
        fc.boolean(),
        (before, after, at, value, crlf) => {
          const text = [...before, 'vrrp_instance a {', at(value), '}', ...after].join('\n')
          const result = shownConfiguration(crlf ? text.replaceAll('\n', '\r\n') : text)
          if ('text' in result) expect(result.text).not.toContain(value)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
