import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator, RandomSource } from 'wolkvox-emulator';
import type { TestRedis } from '../../support/startRedis.js';
import { startSubgraph, type Subgraph } from '../../support/startSubgraph.js';
import { TcpProxy } from '../../support/TcpProxy.js';

interface Member {
  readonly proxy: TcpProxy;
  /** Null while it is down. */
  subgraph: Subgraph | null;
}

/** Three replicas, each with its own way to one Redis, and all that can happen to them. */
export class Fleet {
  readonly #members: Member[] = [];
  readonly #mending = new Set<Promise<void>>();
  #isRedisDown = false;
  readonly happened = new Map<string, number>();
  /** The last lines of replicas that ended though nobody killed them. */
  readonly deaths: string[] = [];

  constructor(
    private readonly emulator: Emulator,
    private readonly redis: TestRedis,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  async start(count: number): Promise<void> {
    for (let nth = 0; nth < count; nth += 1) {
      this.#members.push({ proxy: await TcpProxy.start(this.redis.port), subgraph: null });
    }
    await Promise.all(this.#members.map((member) => this.#startMember(member)));
  }

  /** The replicas that are up, or stand still. */
  get subgraphs(): readonly Subgraph[] {
    return this.#members.flatMap(({ subgraph }) => (subgraph === null ? [] : [subgraph]));
  }

  /** Makes something happen by chance. It is mended by itself after a while. */
  strike(random: RandomSource): void {
    this.#lookForDeaths();
    const dice = random.next();
    const member = random.pick(this.#members);
    const forMs = random.integer(300, 2_500);
    if (dice < 0.2 && this.subgraphs.length === this.#members.length) this.#do('kill', () => this.#kill(member));
    else if (dice < 0.45) this.#do('stop', () => this.#standStill(member, forMs));
    else if (dice < 0.55 && !this.#isRedisDown) this.#do('killRedis', () => this.#killRedis(forMs));
    else if (dice < 0.7) {
      this.#do('cut', () => {
        member.proxy.cut();
        return Promise.resolve();
      });
    } else if (dice < 0.85) {
      this.#do('delay', async () => {
        member.proxy.delay(random.integer(20, 300));
        await sleep(forMs);
        member.proxy.heal();
      });
    } else {
      this.#do('silence', async () => {
        member.proxy.silence();
        await sleep(forMs + 1_500);
        member.proxy.heal();
      });
    }
  }

  /** Resolves when all that happened is mended and everybody is ready. */
  async mended(): Promise<void> {
    while (this.#mending.size > 0) await Promise.all(this.#mending);
    this.#lookForDeaths();
    for (const subgraph of this.subgraphs) {
      for (let status = ''; status !== 'ready';) {
        await sleep(50);
        const { body } = await fetch(`${subgraph.origin}/readyz`).then(async (response) => ({
          body: (await response.json()) as { readonly status: string },
        }));
        ({ status } = body);
      }
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.subgraphs.map((subgraph) => subgraph.stop('SIGKILL')));
    await Promise.all(this.#members.map(({ proxy }) => proxy.close()));
  }

  #do(name: string, action: () => Promise<void>): void {
    this.happened.set(name, (this.happened.get(name) ?? 0) + 1);
    const mending = action().finally(() => this.#mending.delete(mending));
    this.#mending.add(mending);
  }

  #lookForDeaths(): void {
    for (const member of this.#members) {
      if (member.subgraph === null || signal(member.subgraph.pid, 0)) continue;
      this.deaths.push(member.subgraph.output.slice(-3).join('\n'));
      this.#do('restart', () => this.#kill(member));
    }
  }

  async #startMember(member: Member): Promise<void> {
    member.subgraph = await startSubgraph(this.emulator, {
      ...this.settings,
      REDIS_URL: `redis://127.0.0.1:${String(member.proxy.port)}`,
    });
  }

  async #kill(member: Member): Promise<void> {
    const { subgraph } = member;
    member.subgraph = null;
    await subgraph?.stop('SIGKILL');
    await this.#startMember(member);
  }

  async #standStill(member: Member, forMs: number): Promise<void> {
    const pid = member.subgraph?.pid;
    if (pid === undefined || !signal(pid, 'SIGSTOP')) return;
    await sleep(forMs);
    signal(pid, 'SIGCONT');
  }

  async #killRedis(forMs: number): Promise<void> {
    this.#isRedisDown = true;
    await this.redis.kill();
    await sleep(forMs);
    await this.redis.restart();
    this.#isRedisDown = false;
  }
}

/** False where the process is gone. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
