import { metricsToTell } from './curves.js';
import type { CloudServer } from './cloud-server.js';

const HOUR = 3_600_000;

/** One line of a terminal: what is typed is echoed, Backspace takes back, Enter carries out. No state but the line. */
export class MakeBelieveShell {
  private line = '';
  private columns = 80;
  private rows = 24;

  constructor(
    private readonly server: CloudServer,
    private readonly now: () => Date,
  ) {}

  welcome(): string {
    return `Welcome to ${this.server.hostname} (${this.server.image}). Type "help".\r\n${this.prompt()}`;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
  }

  /** What the terminal shows for the keys; `undefined` when the visitor has left. */
  type(keys: string): string | undefined {
    let shown = '';
    for (const key of keys) {
      if (key === '\r' || key === '\n') {
        const command = this.line.trim();
        this.line = '';
        if (command === 'exit' || command === 'logout') return undefined;
        shown += `\r\n${this.run(command)}${this.prompt()}`;
      } else if (key === '\u007f' || key === '\b') {
        if (this.line !== '') shown += '\b \b';
        this.line = this.line.slice(0, -1);
      } else if (key === '\u0003') {
        this.line = '';
        shown += `^C\r\n${this.prompt()}`;
      } else if (key === '\u0004' && this.line === '') return undefined;
      else if (key >= ' ' && this.line.length < 400) {
        this.line += key;
        shown += key;
      }
    }
    return shown;
  }

  private prompt(): string {
    return `${this.user}@${this.server.hostname.split('.')[0]}:~# `;
  }

  private get user(): string {
    return this.server.rescuePassword ? 'rescue' : 'root';
  }

  private run(command: string): string {
    if (command === '') return '';
    const [name = '', ...words] = command.split(/\s+/);
    const answers: Readonly<Record<string, () => string>> = {
      help: () => 'help  uptime  whoami  hostname  top  uname  date  size  echo  clear  exit',
      uptime: () => this.uptime(),
      whoami: () => this.user,
      hostname: () => this.server.hostname,
      top: () => this.top(),
      uname: () => `sandbox ${this.server.hostname} ${this.server.plan} ${this.server.image}`,
      date: () => this.now().toUTCString(),
      size: () => `${this.columns}x${this.rows}`,
      echo: () => words.join(' '),
    };
    if (name === 'clear') return '\u001b[2J\u001b[H';
    const answer = Object.hasOwn(answers, name) ? answers[name]!() : `${name}: command not found`;
    return `${answer.replaceAll('\n', '\r\n')}\r\n`;
  }

  private uptime(): string {
    const hours = (this.now().getTime() - this.server.work.startedAt) / HOUR;
    return `up ${Math.floor(hours / 24)} days, ${Math.floor(hours % 24)} hours, ${Math.floor((hours * 60) % 60)} minutes`;
  }

  private top(): string {
    const point = metricsToTell(this.server, 'hour', this.now().getTime()).points.at(-1);
    const cpu = point?.cpu ?? 0;
    const memory = Math.round((point?.memory ?? 0) / 1_000_000);
    const rows = [
      ['1', 'root', 'init', '0.0'],
      ['412', 'root', 'sshd', '0.1'],
      ['587', 'www-data', 'nginx', (cpu * 0.6).toFixed(1)],
      ['633', 'postgres', 'postgres', (cpu * 0.3).toFixed(1)],
    ];
    const table = rows.map(([pid = '', user = '', name = '', load = '']) =>
      [pid.padStart(5), user.padEnd(9), load.padStart(6), name].join(' ').slice(0, this.columns),
    );
    return [`cpu ${cpu.toFixed(1)} %, memory ${memory} MB`, '  PID USER        CPU COMMAND', ...table].join('\n');
  }
}
