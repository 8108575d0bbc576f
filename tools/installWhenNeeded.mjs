import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Some packages are heavy and wanted by one command only. They stand in a package.json of their own beside what needs
// them, and are installed by `node tools/installWhenNeeded.mjs FOLDER` the first time, and when its lockfile changes.
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node tools/installWhenNeeded.mjs FOLDER');
const lockfile = readFileSync(join(folder, 'package-lock.json'), 'utf8');
const stamp = join(folder, 'node_modules/.installed-lockfile.json');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockfile) {
  console.error(`Installing what ${folder} needs, this once …`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--workspaces=false'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, lockfile);
}
