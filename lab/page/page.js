/**
 * The page itself, in the browser. It draws what the server streams and posts what a visitor presses. Every text goes
 * through `textContent`; nothing is ever parsed as HTML.
 */

const TONES = {
  Healthy: 'good',
  healed: 'good',
  'self-recovered': 'good',
  recovered: 'good',
  Degraded: 'warn',
  Recovering: 'warn',
  Stabilizing: 'warn',
  open: 'warn',
  recurring: 'warn',
  held: 'warn',
  Paused: 'calm',
  Failing: 'bad',
  Escalated: 'bad',
  escalated: 'bad',
  failed: 'bad',
};
const KIND_TONES = {
  broken: 'bad',
  trouble: 'bad',
  alarm: 'warn',
  stopped: 'warn',
  decision: 'calm',
  waiting: 'calm',
  action: 'calm',
};
const MODES = ['auto', 'observe', 'off'];
const TIMELINE_MAX = 300;

const byId = (id) => document.getElementById(id);

/** An element with attributes and children; strings become text. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Writes only what changed, so that a screen reader is not told the same again. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function badge(text, tone = TONES[text]) {
  return element('span', { class: 'badge', 'data-tone': tone }, text);
}

async function post(path, body) {
  const place = byId('answer');
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { done, error } = await response.json();
    place.dataset.tone = response.ok ? 'good' : 'bad';
    place.textContent = done ?? error;
  } catch {
    place.dataset.tone = 'bad';
    place.textContent = 'The lab does not answer any more. Start it again with npm start.';
  }
}

function button(label, action, attributes = {}) {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', action);
  return made;
}

function modeButtons(fieldset, service) {
  for (const mode of MODES) {
    const made = button(mode, () => post('/mode', service === undefined ? { mode } : { mode, service }), {
      'aria-pressed': 'false',
    });
    made.dataset.mode = mode;
    fieldset.append(made);
  }
}

function pressMode(fieldset, mode) {
  for (const made of fieldset.querySelectorAll('button'))
    made.setAttribute('aria-pressed', String(made.dataset.mode === mode));
}

const cards = new Map();

/** One card per service; drawn once, so that a focused button stays where it is. */
function addCard(name, faults) {
  const parts = {
    health: badge(''),
    facts: {},
    modes: element('fieldset', { class: 'modes' }, element('legend', {}, `Healer for ${name}`)),
  };
  const list = element('dl');
  for (const [key, label] of [
    ['health', 'The healer says'],
    ['truth', 'Really'],
    ['tasks', 'Tasks'],
    ['traffic', 'Requests'],
    ['alarms', 'Alarms'],
    ['release', 'Release'],
  ]) {
    parts.facts[key] = element('dd');
    list.append(element('dt', {}, label), parts.facts[key]);
  }
  modeButtons(parts.modes, name);
  const faultButtons = element('fieldset', {}, element('legend', {}, `Break ${name}`));
  for (const { name: fault, title, text } of faults)
    faultButtons.append(button(title, () => post('/break', { service: name, fault }), { title: text }));
  faultButtons.append(button('Clear faults', () => post('/clear', { service: name })));
  const top = element('div', { class: 'top' }, element('h3', {}, name), parts.health);
  byId('services').append(
    element('article', { class: 'card', 'aria-label': `Service ${name}` }, top, list, faultButtons, parts.modes),
  );
  cards.set(name, parts);
}

function drawService(service, now) {
  const { health, facts, modes } = cards.get(service.name);
  write(health, service.health);
  health.dataset.tone = TONES[service.health] ?? 'calm';
  write(facts.health, `${service.health} for ${duration(now - service.healthSince)}`);
  const { healthy, sickTasks, since } = service.truth;
  const ill = sickTasks > 0 ? `ill, ${sickTasks} of its tasks` : 'ill, too few tasks';
  write(facts.truth, `${healthy ? 'well' : ill}, for ${duration(now - since)}`);
  const tasks = service.tasks.map(
    (task) =>
      `${task.id} ${task.status.toLowerCase()}, CPU ${task.cpuPercent}\u00a0%, memory ${task.memoryPercent}\u00a0%`,
  );
  lines(facts.tasks, [`${service.tasks.length}, wanted ${service.desiredCount}`, ...tasks]);
  write(facts.traffic, `${service.requestsPerSecond} a second, ${service.errorPercent} % failed`);
  lines(facts.alarms, service.redAlarms.length === 0 ? ['none red'] : service.redAlarms);
  write(facts.release, service.revision);
  pressMode(modes, service.mode ?? 'auto');
}

function lines(node, texts) {
  if (node.dataset.drawn === texts.join('\n')) return;
  node.dataset.drawn = texts.join('\n');
  node.replaceChildren(...texts.map((text) => element('div', {}, text)));
}

function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 120 ? `${whole} s` : `${Math.round(whole / 60)} min`;
}

/** Redraws those that changed, and keeps open what the visitor opened. */
function drawIncidents(incidents) {
  const place = byId('incidents');
  if (incidents.length === 0) return;
  place.querySelector('.empty')?.remove();
  for (const incident of incidents) {
    const known = place.querySelector(`[data-id="${CSS.escape(incident.id)}"]`);
    if (known?.dataset.revision === String(incident.revision)) continue;
    const drawn = incidentView(incident);
    drawn.open = known === null || known.open;
    if (known === null) {
      for (const other of place.children) other.open = false;
      place.prepend(drawn);
    } else known.replaceWith(drawn);
  }
}

function incidentView(incident) {
  const state = incident.outcome ?? 'open';
  const span = incident.closed === null ? `since ${incident.opened} s` : `${incident.opened} s to ${incident.closed} s`;
  const title = element(
    'summary',
    {},
    `${incident.service}: ${incident.failureType} `,
    badge(incident.phase === 'closed' ? state : incident.phase, TONES[state] ?? 'warn'),
    ` ${span}`,
  );
  const inside = element('div', { class: 'inside' }, element('p', {}, incident.trigger));
  for (const decision of incident.decisions) inside.append(...decisionView(decision));
  if (incident.outcomeReason !== null)
    inside.append(element('h3', {}, `Outcome: ${incident.outcome}`), element('p', {}, incident.outcomeReason));
  const story = element(
    'ol',
    { class: 'why' },
    ...incident.timeline.map(({ second, text }) => element('li', {}, `${second} s: ${text}`)),
  );
  inside.append(element('h3', {}, 'What happened'), story);
  return element(
    'details',
    { class: 'incident', 'data-id': incident.id, 'data-revision': String(incident.revision) },
    title,
    inside,
  );
}

function decisionView({ second, kind, chosen, why, candidates, holds }) {
  const heads = ['Remedy', 'Would help', 'Costs', 'Held back because'].map((text, index) =>
    element('th', { scope: 'col', class: index === 1 || index === 2 ? 'number' : undefined }, text),
  );
  const rows = candidates.map((candidate) =>
    element(
      'tr',
      { 'aria-current': candidate.remedy === chosen ? 'true' : undefined },
      element('td', {}, candidate.remedy === chosen ? `${candidate.plan} (chosen)` : candidate.plan),
      element('td', { class: 'number' }, `${Math.round(candidate.mean * 100)} %`),
      element('td', { class: 'number' }, `${candidate.costMinutes.toFixed(1)} min`),
      element('td', {}, candidate.holds.map(({ detail }) => detail).join('; ')),
    ),
  );
  const table = element('table', {}, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...rows));
  const reasons = [...why, ...holds.map(({ reason, detail }) => `${reason}: ${detail}`)];
  return [
    element('h3', {}, `Decision at ${second} s: ${kind}`),
    element('ul', { class: 'why' }, ...[...new Set(reasons)].map((line) => element('li', {}, line))),
    element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Candidates' }, table),
  ];
}

function drawMessages(messages) {
  const place = byId('messages');
  for (const message of messages.toReversed()) {
    if (place.querySelector(`[data-id="${CSS.escape(message.id)}"]`) !== null) continue;
    place.querySelector('.empty')?.remove();
    const title = element('summary', {}, `${message.second} s: ${message.subject}`);
    place.prepend(
      element(
        'details',
        { class: 'message', 'data-id': message.id },
        title,
        element('div', { class: 'inside' }, element('pre', {}, message.body)),
      ),
    );
  }
}

function addEntry({ second, kind, about, text, details }) {
  // Outcomes and verdicts begin with their name.
  const tone = KIND_TONES[kind] ?? TONES[text.split(':')[0]];
  const words = element('div', {}, element('span', { class: 'kind', 'data-tone': tone }, kind), ` ${about}: ${text}`);
  for (const detail of details) words.append(element('span', { class: 'details' }, detail));
  const list = byId('timeline');
  list.prepend(element('li', {}, element('time', {}, `${second.toFixed(1)} s`), words));
  while (list.children.length > TIMELINE_MAX) list.lastElementChild.remove();
}

function drawState(state) {
  write(
    byId('pace'),
    `${state.speed === 1 ? 'Time is real' : `Time runs ${state.speed} times as fast as on AWS, every period and wait alike`}. Lab second ${Math.round(state.seconds)}.`,
  );
  for (const service of state.services) drawService(service, state.seconds);
  pressMode(byId('mode-everywhere'), state.mode);
  drawIncidents(state.incidents.toReversed());
  drawMessages(state.messages);
}

const events = new EventSource('/events');
events.addEventListener('open', () => write(byId('connection'), ''));
events.addEventListener('error', () =>
  write(byId('connection'), 'The lab has ended, or does not answer. Start it again with npm start.'),
);
events.addEventListener('hello', ({ data }) => {
  const { services, faults, backlog } = JSON.parse(data);
  byId('timeline').replaceChildren();
  backlog.forEach(addEntry);
  if (cards.size > 0) return;
  modeButtons(byId('mode-everywhere'));
  for (const name of services) addCard(name, faults);
});
events.addEventListener('entry', ({ data }) => addEntry(JSON.parse(data)));
events.addEventListener('state', ({ data }) => drawState(JSON.parse(data)));
