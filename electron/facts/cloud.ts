import { sh } from '../remote/sh'
import { properties, succeeded, type Fact } from './fact'

// Which field says what; as cloud-init's ds-identify and systemd-detect-virt know them. Order counts: most special first.
const clouds: readonly (readonly [cloud: string, field: RegExp, value: RegExp])[] = [
  ['aws', /vendor|version/, /amazon/i],
  // Hyper-V at home has the same vendor; only Azure has this tag.
  ['azure', /^chassis_asset_tag$/, /^7783-7084-3265-9085-8269-3286-77$/],
  ['gcp', /^(product_name|sys_vendor)$/, /^google( compute engine)?$/i],
  ['alibaba', /^(product_name|sys_vendor)$/, /alibaba/i],
  ['tencent', /^(product_name|sys_vendor)$/, /tencent|^CVM$/i],
  ['huawei', /^(chassis_asset_tag|sys_vendor)$/, /huaweicloud/i],
  ['oracle', /^chassis_asset_tag$/, /^OracleCloud\.com$/i],
  ['digitalocean', /^sys_vendor$/, /^DigitalOcean$/i],
  ['hetzner', /^sys_vendor$/, /^Hetzner$/i],
  ['linode', /^sys_vendor$/, /^(Linode|Akamai)$/i],
  ['vultr', /^sys_vendor$/, /^Vultr$/i],
  ['openstack', /^(product_name|sys_vendor|chassis_asset_tag)$/, /openstack|OpenTelekomCloud/i],
]

/** The cloud that the firmware names (DMI), or null. */
export const cloud: Fact<string | null> = {
  command: sh`cd /sys/class/dmi/id 2>/dev/null || exit 0
for field in sys_vendor product_name product_version bios_vendor bios_version chassis_asset_tag; do
  [ ! -r $field ] || printf '%s=%s\n' $field "$(head -c 200 $field | tr -dc ' -~')"
done`,
  parse: (stdout, status) => {
    succeeded(status)
    const fields = Object.entries(properties(stdout))
    const found = clouds.find(([, field, value]) => fields.some(([name, text]) => field.test(name) && value.test(text.trim())))
    return found?.[0] ?? null
  },
}
