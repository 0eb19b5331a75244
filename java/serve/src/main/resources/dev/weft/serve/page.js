'use strict';

// The page of weft serve: a picture, drawn or given, goes to /v1/predict; what comes back is shown.

const SIDE = 28;
const STEP = 10;
const WHILE_DRAWING_MS = 150;
const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/bmp'];

const $ = (id) => document.getElementById(id);
const pad = $('pad');
const ink = pad.getContext('2d');

// ---- what the models say

const cards = new Map();

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function about(model) {
  if (model.kind === 'mapped') {
    return `${model.mapped_from}, its classes read as ${model.classes.length}`;
  }
  return `${model.layers.join('-')}, ${model.output}`;
}

function card(model) {
  const id = `model-${cards.size}`;
  const section = element('section', model.classes.length > 2 ? 'model wide' : 'model');
  section.dataset.model = model.name;
  section.setAttribute('aria-labelledby', id);
  const title = element('h3', '', model.name);
  title.id = id;
  const said = element('p', 'said none', 'Nothing yet');
  const table = element('table');
  table.append(element('caption', 'hidden', `Probability of each class by ${model.name}`));
  const body = element('tbody');
  const rows = model.classes.map((name) => {
    const row = element('tr');
    row.dataset.class = name;
    const head = element('th', '', name);
    head.scope = 'row';
    const track = element('td', 'track');
    track.setAttribute('aria-hidden', 'true');
    const bar = element('div', 'bar');
    const fill = element('span');
    bar.append(fill);
    track.append(bar);
    const number = element('td', 'number', '–');
    row.append(head, track, number);
    body.append(row);
    return { row, fill, number };
  });
  table.append(body);
  section.append(title, element('p', 'about', about(model)), said, table);
  cards.set(model.name, { said, rows });
  return section;
}

// A network is never certain, even where its float32 says so.
function percent(probability) {
  if (probability === null) return '–';
  if (probability < 0.0005) return '< 0.1 %';
  if (probability >= 0.9995) return '> 99.9 %';
  return `${(100 * probability).toFixed(1)} %`;
}

function show(results) {
  for (const result of results) {
    const { said, rows } = cards.get(result.model);
    said.className = 'said';
    said.replaceChildren(
      element('span', 'class', result.class),
      element('span', 'percent', percent(result.probability)),
    );
    result.probabilities.forEach((one, k) => {
      rows[k].row.classList.toggle('chosen', one.class === result.class);
      rows[k].fill.style.width = `${100 * (one.probability ?? 0)}%`;
      rows[k].number.textContent = percent(one.probability);
    });
  }
  $('summary').textContent = results
    .map((result) => `${result.model}: ${result.class}, ${percent(result.probability)}`)
    .join('. ');
}

function showNothing() {
  for (const { said, rows } of cards.values()) {
    said.className = 'said none';
    said.textContent = 'Nothing yet';
    for (const { row, fill, number } of rows) {
      row.classList.remove('chosen');
      fill.style.width = '0';
      number.textContent = '–';
    }
  }
  $('summary').textContent = '';
  $('seen').getContext('2d').clearRect(0, 0, SIDE, SIDE);
  $('seen').setAttribute('aria-label', 'What the networks see: nothing yet');
}

function showSeen(base64) {
  const grey = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const image = new ImageData(SIDE, SIDE);
  grey.forEach((value, i) => image.data.set([value, value, value, 255], 4 * i));
  $('seen').getContext('2d').putImageData(image, 0, 0);
  $('seen').setAttribute('aria-label', 'What the networks see: your picture in 28 by 28 grey pixels');
}

function showProblem(text) {
  $('problem').textContent = text;
  $('problem').hidden = text === '';
}

// ---- asking the server

let asking = new AbortController();

function stopAsking() {
  asking.abort();
  asking = new AbortController();
}

async function ask(body, type) {
  stopAsking();
  const { signal } = asking;
  try {
    const models = [...cards.keys()].map((name) => `&model=${encodeURIComponent(name)}`).join('');
    const response = await fetch(`v1/predict?seen=true${models}`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body,
      signal,
    });
    const answer = await response.json();
    if (!response.ok) {
      showNothing();
      showProblem(answer.detail ?? answer.title);
      return;
    }
    showProblem('');
    showSeen(answer.predictions[0].seen);
    show(answer.predictions[0].results);
  } catch (error) {
    if (!signal.aborted) {
      showNothing();
      showProblem(`The server does not answer (${error.message}).`);
    }
  }
}

// ---- drawing

let strokes = [];
let stroke = null;
let timer = 0;

function shade() {
  const grey = Math.round((255 * $('shade').value) / 100);
  return `rgb(${grey}, ${grey}, ${grey})`;
}

function redraw() {
  ink.fillStyle = '#000';
  ink.fillRect(0, 0, pad.width, pad.height);
  ink.lineCap = 'round';
  ink.lineJoin = 'round';
  for (const { size, colour, points } of strokes) {
    ink.strokeStyle = colour;
    ink.lineWidth = size;
    ink.beginPath();
    ink.moveTo(points[0].x, points[0].y);
    // A lone point is a line to itself: a round dot.
    for (const point of points) ink.lineTo(point.x, point.y);
    ink.stroke();
  }
}

function askDrawing() {
  clearTimeout(timer);
  timer = 0;
  // Not toBlob: browsers take their time for it.
  const base64 = pad.toDataURL('image/png').split(',')[1];
  ask(JSON.stringify({ images: [base64] }), 'application/json');
}

function changed() {
  const something = strokes.length > 0 || !$('picture').hidden;
  $('hint').hidden = something;
  $('undo').disabled = strokes.length === 0;
  $('clear').disabled = !something;
}

function forgetPicture() {
  if (!$('picture').hidden) {
    URL.revokeObjectURL($('picture').src);
    $('picture').removeAttribute('src');
    $('picture').hidden = true;
  }
}

function begin(point) {
  forgetPicture();
  showProblem('');
  stroke = { size: Number($('pen').value), colour: shade(), points: [point] };
  strokes = [...strokes, stroke];
  redraw();
  changed();
}

function extend(points) {
  stroke.points.push(...points);
  redraw();
  if (timer === 0) timer = setTimeout(askDrawing, WHILE_DRAWING_MS);
}

function end() {
  if (stroke !== null) {
    stroke = null;
    askDrawing();
  }
}

function place(event) {
  const box = pad.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) * pad.width) / box.width,
    y: ((event.clientY - box.top) * pad.height) / box.height,
  };
}

pad.addEventListener('pointerdown', (event) => {
  if (event.button !== 0) return;
  pad.setPointerCapture(event.pointerId);
  begin(place(event));
});
pad.addEventListener('pointermove', (event) => {
  if (stroke !== null && pad.hasPointerCapture(event.pointerId)) {
    const moves = event.getCoalescedEvents?.() ?? [];
    extend((moves.length > 0 ? moves : [event]).map(place));
  }
});
pad.addEventListener('pointerup', end);
pad.addEventListener('pointercancel', end);

// With the keyboard: a pen that arrow keys move, and space puts down and lifts.
let pen = null;

function showPen() {
  redraw();
  ink.strokeStyle = '#86a8ff';
  ink.lineWidth = 2;
  ink.beginPath();
  ink.arc(pen.x, pen.y, Number($('pen').value) / 2, 0, 2 * Math.PI);
  ink.stroke();
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

pad.addEventListener('keydown', (event) => {
  const arrow = ARROWS[event.key];
  if (!arrow && event.key !== ' ') return;
  event.preventDefault();
  pen ??= { x: pad.width / 2, y: pad.height / 2 };
  if (arrow) {
    pen = {
      x: Math.max(0, Math.min(pad.width, pen.x + arrow[0] * STEP)),
      y: Math.max(0, Math.min(pad.height, pen.y + arrow[1] * STEP)),
    };
    if (stroke !== null) stroke.points.push(pen);
  } else if (stroke === null) {
    begin(pen);
  } else {
    stroke = null;
  }
  redraw();
  if (strokes.length > 0) askDrawing();
  // The drawing was taken as it is; the pen is only shown.
  showPen();
});
pad.addEventListener('blur', () => {
  if (pen !== null) {
    pen = null;
    stroke = null;
    redraw();
  }
});

$('undo').addEventListener('click', () => {
  strokes = strokes.slice(0, -1);
  redraw();
  changed();
  if (strokes.length > 0) {
    askDrawing();
  } else {
    stopAsking();
    showNothing();
  }
});

function clear() {
  strokes = [];
  stroke = null;
  clearTimeout(timer);
  timer = 0;
  stopAsking();
  forgetPicture();
  redraw();
  showProblem('');
  changed();
}

$('clear').addEventListener('click', () => {
  clear();
  showNothing();
  pad.focus();
});

// ---- pictures: chosen, dropped, pasted

function take(file) {
  clear();
  $('picture').src = URL.createObjectURL(file);
  $('picture').hidden = false;
  changed();
  // The server looks into the file itself, and says so where it is no picture.
  ask(file, TYPES.includes(file.type) ? file.type : TYPES[0]);
}

$('picture').addEventListener('error', () => {
  // No picture to show; the server says why.
  if ($('picture').hasAttribute('src')) {
    forgetPicture();
    changed();
  }
});
$('choose').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', () => {
  const [file] = $('file').files;
  if (file) take(file);
  // So that choosing the same file again is a change, too.
  $('file').value = '';
});
document.addEventListener('paste', (event) => {
  const [file] = event.clipboardData.files;
  if (file) {
    event.preventDefault();
    take(file);
  }
});
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  $('drop').classList.add('over');
});
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) $('drop').classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  $('drop').classList.remove('over');
  const [file] = event.dataTransfer.files;
  if (file) {
    take(file);
  } else {
    showProblem('Drop a picture file: PNG, JPEG, GIF or BMP.');
  }
});

// ---- start

async function start() {
  redraw();
  changed();
  try {
    const response = await fetch('v1/models');
    const { models } = await response.json();
    const classifiers = models.filter((model) => model.classes.length > 0);
    $('models').append(...classifiers.map(card));
    document.body.dataset.ready = 'true';
  } catch (error) {
    showProblem(`The models could not be loaded (${error.message}).`);
  }
}

start();
