// What a chart shows, read from the SVG that the browser drew, and held against what it has to show.
// Answers with what is missing or at the wrong place, in words; nothing where all is right.
(id) => {
  const figure = document.getElementById(id);
  const plot = figure.querySelector('.plot');
  const svg = plot.querySelector('svg');
  const chart = JSON.parse(document.getElementById('weft-data').textContent).charts[id];
  const problems = [];
  const near = (a, b) => Math.abs(a[0] - b[0]) <= 1 && Math.abs(a[1] - b[1]) <= 1;

  const probe = document.body.appendChild(document.createElement('span'));
  const colour = (role) => {
    probe.style.color = `var(--${role})`;
    return getComputedStyle(probe).color;
  };

  // From a figure to its place comes from the axes, which know nothing of the series.
  const place = ([x, y]) => echarts.getInstanceByDom(plot).convertToPixel({ gridIndex: 0 }, [x, y]);

  const paths = [...svg.querySelectorAll('path')]
    .filter((path) => path.closest('defs, clipPath') === null)
    .map((path) => ({ path, style: getComputedStyle(path), d: path.getAttribute('d') }));
  const lines = paths
    .filter(({ style, d }) => style.fill === 'none' && parseFloat(style.strokeWidth) >= 1.5 && /L/.test(d))
    .map(({ style, d }) => ({
      colour: style.stroke,
      dashed: style.strokeDasharray !== 'none',
      ends: [...d.matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g)].map((pair) => [Number(pair[1]), Number(pair[2])]),
    }));
  const frame = svg.getBoundingClientRect();
  const shapes = paths
    .filter(({ style }) => style.fill !== 'none')
    .map(({ path, style }) => ({ colour: style.fill, box: path.getBoundingClientRect() }));
  const centres = (fill, size) =>
    shapes
      .filter(({ colour: own, box }) => own === fill && box.width <= size)
      .map(({ box }) => [box.x + box.width / 2 - frame.x, box.y + box.height / 2 - frame.y]);

  const distance = ([x, y], [x1, y1], [x2, y2]) => {
    const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length));
    return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1));
  };
  const onLine = (point, ends) => ends.slice(1).some((end, i) => distance(point, ends[i], end) <= 1);

  for (const series of chart.series) {
    const wanted = series.points.map(place);
    const shade = colour(series.role);
    if (series.shape === 'LINE' || series.shape === 'DASHED') {
      const found = lines.find(
        (line) =>
          line.colour === shade &&
          line.dashed === (series.shape === 'DASHED') &&
          wanted.every((point) => onLine(point, line.ends)),
      );
      const few = series.points.length <= 40;
      // Where points fall on one another, the line does without some.
      const apart = wanted.slice(1).every((point, i) => !near(point, wanted[i]));
      if (wanted.length > 1 && !found) {
        problems.push(`${id}: no line through the ${wanted.length} points of ${series.name}`);
      } else if (apart && found && found.ends.length !== wanted.length) {
        problems.push(`${id}: ${found.ends.length} points of ${series.name}, not ${wanted.length}`);
      }
      if (few && series.shape === 'LINE') {
        const dots = centres(shade, 6);
        const missing = wanted.filter((point) => !dots.some((dot) => near(dot, point)));
        if (missing.length > 0) problems.push(`${id}: ${missing.length} dots of ${series.name} are missing`);
      }
    } else if (series.shape === 'POINTS') {
      const dots = centres(shade, 12);
      if (dots.length !== wanted.length || !wanted.every((point) => dots.some((dot) => near(dot, point)))) {
        problems.push(`${id}: ${dots.length} dots of ${series.name} for ${wanted.length} points`);
      }
    } else {
      const bars = shapes.filter((shape) => shape.colour === shade && shape.box.width > 6);
      const tops = bars.map(({ box }) => [box.x + box.width / 2 - frame.x, box.y - frame.y]);
      if (bars.length !== wanted.length || !wanted.every((point) => tops.some((top) => near(top, point)))) {
        problems.push(`${id}: ${bars.length} bars of ${series.name} for ${wanted.length} values`);
      }
    }
  }
  for (const mark of chart.marks) {
    const [x] = place([mark.at, 0]);
    const shade = colour(mark.role);
    if (!lines.some((l) => l.dashed && l.colour === shade && l.ends.every((end) => Math.abs(end[0] - x) <= 1))) {
      problems.push(`${id}: no line of the mark ${mark.label}`);
    }
    if (![...svg.querySelectorAll('text')].some((text) => text.textContent === mark.label)) {
      problems.push(`${id}: the mark ${mark.label} has no name`);
    }
  }
  const legend = [...figure.querySelectorAll('.legend button')].map((button) => button.textContent);
  const names = chart.series.map((series) => series.name);
  if (names.length > 1 && JSON.stringify(legend) !== JSON.stringify(names)) {
    problems.push(`${id}: the legend says ${legend}, not ${names}`);
  }
  probe.remove();
  return problems;
}
