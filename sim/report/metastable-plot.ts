/**
 * The plot of storms, as SVG text: how long ten services fail, by how busy what they share is usually. Where nothing helps
 * but less load, the lines part.
 */
import { METASTABLE } from '../measure/report.ts';
import { PLAYERS } from '../storm/players.ts';
import type { StormRow } from '../storm/storms.ts';

const WIDTH = 860;
const HEIGHT = 430;
const LEFT = 60;
const RIGHT = 560;
const TOP = 50;
const BOTTOM = 370;

interface Style {
  readonly colour: string;
  readonly dashes: string;
}

/** Colours of Okabe and Ito; lines that lie on each other are told apart by dashes. */
const STYLES: Readonly<Record<string, Style>> = {
  restart: { colour: '#d55e00', dashes: '2 4' },
  oneAtATime: { colour: '#e69f00', dashes: '8 4' },
  none: { colour: '#999999', dashes: 'none' },
  limiter: { colour: '#cc79a7', dashes: '10 6' },
  ours: { colour: '#0072b2', dashes: 'none' },
};

/** A complete SVG document. */
export function metastablePlotOf(rows: readonly StormRow[]): string {
  const most = Math.ceil(Math.max(100, ...rows.map(({ failingServiceMinutes }) => failingServiceMinutes)) / 100) * 100;
  const utilisations = rows.map(({ utilisation }) => utilisation);
  const [least, largest] = [Math.min(...utilisations), Math.max(...utilisations)];
  const x = (utilisation: number) => LEFT + ((utilisation - least) / (largest - least)) * (RIGHT - LEFT);
  const y = (minutes: number) => BOTTOM - (minutes / most) * (BOTTOM - TOP);
  const levels = Array.from({ length: most / 100 + 1 }, (_, index) => index * 100);
  const marks = [...new Set(utilisations)].filter((_, index) => index % 5 === 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" role="img" aria-label="Failing service-minutes by utilisation of a shared dependency">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    '<text x="12" y="26" font-size="16" font-weight="bold">Failing service-minutes in two hours, by utilisation of what ten services share</text>',
    ...levels.map((level) => `<path d="M${LEFT} ${px(y(level))}H${RIGHT}" stroke="#dddddd"/>`),
    ...levels.map((level) => `<text x="${LEFT - 8}" y="${px(y(level)) + 4}" text-anchor="end">${level}</text>`),
    ...marks.map((mark) => `<text x="${px(x(mark))}" y="${BOTTOM + 20}" text-anchor="middle">${mark}</text>`),
    ...METASTABLE.flatMap((name, index) => {
      const points = rows.filter(({ player }) => player === name);
      const path = points.map(
        (row, at) => `${at === 0 ? 'M' : 'L'}${px(x(row.utilisation))} ${px(y(row.failingServiceMinutes))}`,
      );
      return line(name, path.join(''), TOP + 10 + index * 26);
    }),
    '</svg>',
    '',
  ].join('\n');
}

function line(name: string, path: string, legendY: number): readonly string[] {
  const { colour, dashes } = STYLES[name] ?? { colour: '#000000', dashes: 'none' };
  const style = `stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dashes}" fill="none"`;
  const title = PLAYERS.find((player) => player.name === name)?.title ?? name;
  return [
    `<path d="${path}" ${style}/>`,
    `<path d="M${RIGHT + 20} ${legendY}h34" ${style}/>`,
    `<text x="${RIGHT + 62}" y="${legendY + 4}" font-size="12">${title}</text>`,
  ];
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}
