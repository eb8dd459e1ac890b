import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'
import { choosePackageManager } from './package-manager'

/**
 * Seconds since the package lists were refreshed, or null where there are none. apt keeps the server's time on the lists themselves, but
 * each refresh touches their folders.
 */
export const packageListsAge: Fact<number | null> = {
  command: sh`${choosePackageManager}
date +%s
case $pm in
apt-get)
  for list in /var/lib/apt/lists/*_Packages*; do
    [ -e "$list" ] || [ -L "$list" ] || continue
    stat -c %Y /var/lib/apt/lists /var/lib/apt/lists/partial /var/lib/apt/periodic/update-success-stamp 2>/dev/null
    break
  done ;;
dnf) stat -c %Y /var/cache/dnf/*/repodata/repomd.xml /var/cache/libdnf5/*/repodata/repomd.xml 2>/dev/null ;;
yum) stat -c %Y /var/cache/yum/*/*/*/repomd.xml /var/cache/yum/*/repomd.xml 2>/dev/null ;;
esac
exit 0`,
  parse: (stdout, status) => {
    succeeded(status)
    const [now = NaN, ...refreshed] = lines(stdout).map((line) => Number(match(line, /^(\d{1,15})$/, 'seconds')[0]))
    match(String(now), /^(\d+)$/, 'the time')
    return refreshed.length === 0 ? null : Math.max(0, now - Math.max(...refreshed))
  },
}
