// Draws the charts where they come into view, opens the images of the confusion matrices' cells, and keeps the theme.
// Texts of the data become text nodes, never HTML.
'use strict';
(() => {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById('weft-data').textContent);
  const drawn = new Map();
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const colour = (role) => {
    probe.style.color = `var(--${role})`;
    return getComputedStyle(probe).color;
  };
  const number = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(4));

  // Charts

  const axis = (spec, horizontal, series) => {
    const line = { lineStyle: { color: colour('muted') } };
    const text = { color: colour('soft'), fontSize: 12 };
    const common = {
      name: spec.name,
      nameLocation: 'middle',
      nameTextStyle: text,
      axisLine: { show: horizontal, ...line },
      axisTick: { show: horizontal, ...line },
      splitLine: { show: !horizontal, lineStyle: { color: colour('rule') } },
      axisLabel: { ...text, hideOverlap: true },
    };
    if (spec.categories.length > 0) {
      const many = spec.categories.length > 4;
      return {
        ...common, type: 'category', data: spec.categories, nameGap: many ? 68 : 30, boundaryGap: true,
        axisLabel: { ...text, rotate: many ? 40 : 0, interval: 0, width: many ? 80 : 130, overflow: 'truncate' },
      };
    }
    // Epochs stay where they are when a series is taken away.
    const places = spec.whole ? series.flatMap((one) => one.points.map((point) => point[horizontal ? 0 : 1])) : [];
    const [low, high] = [Math.min(...places), Math.max(...places)];
    const ends = low < high ? { min: low, max: high } : {};
    return {
      ...common, type: 'value', nameGap: horizontal ? 28 : 44, scale: true,
      min: spec.min ?? undefined, max: spec.max ?? undefined, minInterval: spec.whole ? 1 : undefined, ...ends,
    };
  };

  const seriesOf = (chart, spec) => {
    const line = ['LINE', 'DASHED', 'OUTLINE'].includes(spec.shape);
    const shade = colour(spec.role);
    const few = spec.points.length <= 40;
    return {
      name: spec.name,
      type: line ? 'line' : spec.shape === 'BARS' ? 'bar' : 'scatter',
      data: spec.points,
      color: shade,
      symbol: 'circle',
      symbolSize: line ? 5 : 9,
      showSymbol: few && spec.shape === 'LINE',
      lineStyle: { width: spec.shape === 'DASHED' ? 1.5 : 2, type: spec.shape === 'DASHED' ? 'dashed' : 'solid' },
      barMaxWidth: 36,
      itemStyle: { opacity: spec.shape === 'BARS' ? 0.75 : 1 },
      emphasis: { focus: 'none', scale: false },
    };
  };

  // A series with no points, which no legend names: marks stay whatever else is taken away.
  const marksOf = (marks) => ({
    type: 'scatter',
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      data: marks.map((mark) => ({
        xAxis: mark.at,
        lineStyle: { color: colour(mark.role), type: 'dashed', width: 1.5 },
        label: { formatter: () => mark.label, color: colour(mark.role), position: 'end', rotate: 0, distance: 6, fontSize: 12 },
      })),
    },
  });

  const tip = (chart) => (found) => {
    const items = Array.isArray(found) ? found : [found];
    if (items.length === 0) return '';
    const x = items[0].value[0];
    const place = chart.x.categories.length > 0 ? chart.x.categories[x] : `${chart.x.name} ${number(x)}`;
    const box = element('div', { className: 'tip' }, element('b', { textContent: place }));
    for (const item of items) {
      const dot = element('span', { textContent: '\u25cf ' });
      dot.style.color = item.color;
      box.append(element('div', {}, dot, `${item.seriesName} ${number(item.value[1])}`));
    }
    return box;
  };

  const options = (chart, figure) => {
    const series = [...chart.series.map((spec) => seriesOf(chart, spec)), marksOf(chart.marks)];
    const many = chart.x.categories.length > 4;
    const x = axis(chart.x, true, chart.series);
    const y = axis(chart.y, false, chart.series);
    if (figure.dataset.zoomed === 'true') {
      Object.assign(x, { min: chart.zoom.x_min, max: chart.zoom.x_max });
      Object.assign(y, { min: chart.zoom.y_min, max: chart.zoom.y_max });
    }
    return {
      animation: false,
      aria: { enabled: true, label: { description: chart.summary } },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 62, right: 34, top: 30, bottom: many ? 88 : 48 },
      legend: { show: false, selected: JSON.parse(figure.dataset.selected ?? '{}') },
      tooltip: {
        trigger: 'axis', confine: true, formatter: tip(chart),
        axisPointer: { type: 'line', lineStyle: { color: colour('muted') } },
        backgroundColor: colour('paper'), borderColor: colour('rule'), textStyle: { color: colour('ink') },
      },
      xAxis: x, yAxis: y, series,
    };
  };

  const legend = (chart, figure) => {
    const box = element('div', { className: 'legend' });
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', `Series of ${chart.title}`);
    for (const spec of chart.series) {
      const key = element('i', { className: spec.shape === 'DASHED' ? 'dashed' : '' });
      key.style.color = `var(--${spec.role})`;
      const button = element('button', { type: 'button' }, key, spec.name);
      button.dataset.series = spec.name;
      button.setAttribute('aria-pressed', 'true');
      button.addEventListener('click', () => {
        const selected = JSON.parse(figure.dataset.selected ?? '{}');
        selected[spec.name] = selected[spec.name] === false;
        figure.dataset.selected = JSON.stringify(selected);
        button.setAttribute('aria-pressed', String(selected[spec.name]));
        draw(figure);
      });
      box.append(button);
    }
    return box;
  };

  const draw = (figure) => {
    const chart = data.charts[figure.dataset.chart];
    const plot = figure.querySelector('.plot');
    let instance = drawn.get(figure);
    if (!instance) {
      if (chart.series.length > 1) plot.before(legend(chart, figure));
      instance = echarts.init(plot, null, { renderer: 'svg' });
      drawn.set(figure, instance);
    }
    instance.setOption(options(chart, figure), { notMerge: true });
    plot.setAttribute('aria-label', chart.summary);
    figure.dataset.drawn = 'true';
  };
  const redraw = () => drawn.forEach((instance, figure) => draw(figure));

  const figures = [...document.querySelectorAll('figure[data-chart]')];
  const coming = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((e) => e.isIntersecting)) {
        coming.unobserve(entry.target);
        draw(entry.target);
      }
    },
    { rootMargin: '400px' },
  );
  const sizes = new ResizeObserver((entries) => {
    for (const entry of entries) drawn.get(entry.target)?.resize();
  });
  for (const figure of figures) {
    coming.observe(figure);
    sizes.observe(figure);
    figure.querySelector('.zoom')?.addEventListener('click', (event) => {
      const zoomed = figure.dataset.zoomed !== 'true';
      figure.dataset.zoomed = String(zoomed);
      event.currentTarget.setAttribute('aria-pressed', String(zoomed));
      event.currentTarget.textContent = zoomed ? 'Show all' : 'Zoom in';
      draw(figure);
    });
  }

  // Paper is white, and has no series that somebody will scroll to.
  addEventListener('beforeprint', () => {
    root.dataset.before = root.dataset.theme ?? '';
    root.dataset.theme = 'light';
    figures.forEach(draw);
    for (const svg of document.querySelectorAll('.plot svg')) {
      if (!svg.hasAttribute('viewBox')) {
        svg.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
      }
    }
  });
  addEventListener('afterprint', () => {
    if (root.dataset.before) root.dataset.theme = root.dataset.before;
    else delete root.dataset.theme;
    redraw();
  });

  // Theme

  const themeButton = document.getElementById('theme');
  const themes = ['', 'light', 'dark'];
  const names = { '': 'automatic', light: 'light', dark: 'dark' };
  const showTheme = () => {
    themeButton.textContent = `Theme: ${names[root.dataset.theme ?? '']}`;
  };
  themeButton.hidden = false;
  showTheme();
  themeButton.addEventListener('click', () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? '') + 1) % themes.length];
    if (next) root.dataset.theme = next;
    else delete root.dataset.theme;
    try {
      localStorage.setItem('weft-theme', next);
    } catch (e) {
      // Kept for this visit alone.
    }
    showTheme();
    redraw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  // Confusion matrices

  for (const input of document.querySelectorAll('[data-confusion]')) {
    input.addEventListener('change', () => {
      document.getElementById(`${input.dataset.confusion}-confusion`).dataset.show = input.value;
    });
  }

  const tile = (image, sheet, ratio) => {
    const label = `Test image ${image.n}, probability ${image.p.toFixed(4)}`;
    const picture = element('span', { className: `px ${sheet}`, title: label });
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', label);
    picture.style.cssText = `--x:${image.c};--y:${image.r};aspect-ratio:${ratio}`;
    return element('li', { className: 'tile' }, picture, element('span', { className: 'line0', textContent: image.p.toFixed(4) }));
  };

  const open = (table, button) => {
    const model = table.dataset.model;
    const box = document.getElementById(`${model}-images`);
    const wasOpen = button.getAttribute('aria-expanded') === 'true';
    table.querySelectorAll('button').forEach((other) => other.setAttribute('aria-expanded', 'false'));
    box.replaceChildren();
    box.hidden = wasOpen;
    if (wasOpen) return;
    button.setAttribute('aria-expanded', 'true');
    const images = data.cells[model][button.dataset.cell];
    const count = Number(button.querySelector('.n').textContent);
    const shown = images.length < count ? ` The ${images.length} surest:` : '';
    const list = element('ul', { className: 'tiles' });
    list.append(...images.map((image) => tile(image, 'sheet-test', data.ratio)));
    box.append(element('p', { textContent: `${button.getAttribute('aria-label')}.${shown}` }), list);
  };

  // The tabulator reaches one cell of a matrix, and the arrow keys go on from there: the grid pattern of WAI-ARIA. What is
  // focused of a cell is its button, where it has one.
  const focusable = (cell) => cell.querySelector('button') ?? cell;
  const goTo = (table, cell) => {
    table.querySelectorAll('[tabindex="0"]').forEach((other) => other.setAttribute('tabindex', '-1'));
    focusable(cell).setAttribute('tabindex', '0');
  };
  const moved = (event, cells, row, column) => {
    const last = cells.length - 1;
    if (event.altKey || event.metaKey || event.shiftKey) return undefined;
    if (event.ctrlKey) return { Home: cells[0][0], End: cells[last][last] }[event.key];
    return {
      ArrowUp: cells[Math.max(row - 1, 0)][column],
      ArrowDown: cells[Math.min(row + 1, last)][column],
      ArrowLeft: cells[row][Math.max(column - 1, 0)],
      ArrowRight: cells[row][Math.min(column + 1, last)],
      Home: cells[row][0],
      End: cells[row][last],
    }[event.key];
  };
  for (const table of document.querySelectorAll('table.confusion:has(button)')) {
    const cells = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll('td')]);
    table.setAttribute('role', 'grid');
    table.setAttribute('aria-readonly', 'true');
    table.addEventListener('focusin', (event) => goTo(table, event.target.closest('td')));
    table.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (!button) return;
      goTo(table, button.closest('td'));
      open(table, button);
    });
    table.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        const opened = table.querySelector('[aria-expanded=true]');
        if (opened) open(table, opened);
        return;
      }
      const row = cells.findIndex((line) => line.includes(event.target.closest('td')));
      const next = moved(event, cells, row, cells[row].indexOf(event.target.closest('td')));
      if (!next) return;
      event.preventDefault();
      focusable(next).focus();
    });
  }

  // Thresholds

  for (const box of document.querySelectorAll('[data-threshold]')) {
    const model = box.dataset.threshold;
    const slider = box.querySelector('input');
    const part = (a, b) => (b === 0 ? 0 : a / b).toFixed(4);
    const show = () => {
      const at = data.thresholds[model][Number(slider.value)];
      const all = at.tp + at.fp + at.fn + at.tn;
      box.querySelector('output').textContent =
        `${at.t.toFixed(2)}: accuracy ${part(at.tp + at.tn, all)}, precision ${part(at.tp, at.tp + at.fp)}, ` +
        `recall ${part(at.tp, at.tp + at.fn)}, F1 ${part(2 * at.tp, 2 * at.tp + at.fp + at.fn)}; ` +
        `${at.fp} false positives, ${at.fn} false negatives`;
      const chart = data.charts[`${model}-threshold`];
      chart.marks = [{ at: at.t, label: at.t.toFixed(2), role: 'muted' }];
      const figure = document.getElementById(`${model}-threshold`);
      if (drawn.has(figure)) draw(figure);
    };
    slider.addEventListener('input', show);
    show();
  }

  // Searches: what is picked, in the table or by a click on a line, has its curves drawn.

  const picks = new Set();
  const MOST_PICKS = 8;
  const pick = (number) => {
    if (!picks.delete(number)) picks.add(number);
    if (picks.size > MOST_PICKS) picks.delete(picks.values().next().value);
    showPicks();
  };
  const showPicks = () => {
    const roles = new Map([...picks].map((number, i) => [number, `c${i + 1}`]));
    for (const item of document.querySelectorAll('[data-pick]')) {
      const role = roles.get(item.dataset.pick);
      item.classList.toggle('picked', role !== undefined);
      item.style.setProperty('--pick', role ? `var(--${role})` : '');
      if (item.matches('button')) item.setAttribute('aria-pressed', String(role !== undefined));
      else if (role) item.parentNode.querySelector('.axis').before(item);
    }
    for (const figure of figures) {
      const chart = data.charts[figure.dataset.chart];
      chart.series = [...roles].map(([number, role]) => ({
        name: `configuration ${number}`, role, shape: 'LINE', points: data.curves[number][chart.id],
      }));
      if (!drawn.has(figure)) continue;
      figure.querySelector('.legend')?.remove();
      if (chart.series.length > 1) figure.querySelector('.plot').before(legend(chart, figure));
      draw(figure);
    }
  };
  if (data.curves) {
    for (const series of data.charts['picked-loss'].series) picks.add(series.name.split(' ')[1]);
    for (const item of document.querySelectorAll('[data-pick]')) {
      item.addEventListener('click', () => pick(item.dataset.pick));
    }
    showPicks();
  }

  // The command that repeats the run

  for (const button of document.querySelectorAll('[data-copies]')) {
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copies);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = 'Copied';
      } catch (e) {
        getSelection().selectAllChildren(source);
        button.textContent = 'Selected';
      }
    });
  }
})();
