/**
 * The packages of the desktop: `npm run package`. What is bundled is in dist/; only keytar, which has a binary of its own, comes from
 * node_modules, and lies beside the archive since a binary cannot be loaded from within.
 * @type {import('electron-builder').Configuration}
 */
const configuration = {
  appId: 'org.hotpair.desktop',
  productName: 'Hotpair',
  copyright: 'MIT licence',
  directories: { output: 'out/package', buildResources: 'resources/icons' },
  files: [
    'package.json',
    'dist/{main,preload}.cjs',
    'dist/renderer/**',
    'resources/icons/256x256.png',
    // keytar's sources, and what only they need.
    '!node_modules/keytar/{src,script,binding.gyp,README.md,keytar.d.ts}',
    '!node_modules/node-addon-api/**',
    // Its binaries for other systems.
    '!node_modules/keytar/prebuilds/!(${platform}-${arch})/**',
  ],
  asar: true,
  asarUnpack: ['node_modules/keytar/**'],
  // keytar's binary speaks N-API: it needs no rebuilding for Electron.
  npmRebuild: false,
  electronLanguages: ['en-US', 'zh-CN'],
  // The program is our window and nothing else: no Node.js for others, no inspector, no code but that of the archive.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  },
  extraMetadata: { author: { name: 'Hotpair contributors' } },
  linux: {
    target: ['AppImage', 'deb'],
    // `hotpair` is the command line.
    executableName: 'hotpair-desktop',
    icon: '.',
    category: 'Network',
    synopsis: 'Make two nginx hosts a hot-standby pair',
    description: 'A wizard that makes Linux hosts an nginx hot-standby pair with keepalived, and shows the failover working.',
    maintainer: 'Hotpair contributors <hotpair@localhost>',
    desktop: {
      entry: {
        GenericName: 'High availability wizard',
        'GenericName[zh_CN]': '高可用向导',
        'Comment[zh_CN]': '让两台 Nginx 主机组成热备组，并演示故障切换',
        Keywords: 'nginx;keepalived;vrrp;failover;',
        StartupWMClass: 'Hotpair',
      },
    },
  },
  deb: {
    depends: [
      'libgtk-3-0',
      'libnotify4',
      'libnss3',
      'libxss1',
      'libxtst6',
      'xdg-utils',
      'libatspi2.0-0',
      'libuuid1',
      'libsecret-1-0',
      'curl',
    ],
  },
  win: { target: ['nsis'], icon: 'icon.ico' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ['dmg'],
    icon: 'icon.icns',
    category: 'public.app-category.utilities',
    // Not signed: whoever publishes it does.
    identity: null,
  },
  // Nothing is published, and nothing updates itself: not in an administrator's tool.
  publish: null,
}

export default configuration
