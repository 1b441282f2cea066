"use strict";
// The data of the page's indicator comes as a script that calls showIndicator: from disk nothing can be fetched.
window.showIndicator = (data) => {
  const PALETTE = { light: ["#0f5c96", "#b3470b", "#1c6b4a", "#8a2f6b", "#6b5200", "#444b9e", "#7a3020", "#2b6a73"], dark: ["#79b8ea", "#f0a06a", "#7fcfa3", "#e29acb", "#d9bd5c", "#aab0f2", "#e8a090", "#84ccd6"] };
  const LEVELS = { province: "省级", prefecture: "地级", county: "县级" };
  const PAGE = 200;
  const MOST = 8;
  const [CODE, NAME, LONG, LEVEL, PROVINCE] = [0, 1, 2, 3, 4];
  const $ = (id) => document.getElementById(id);
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // What is chosen stands in the address, so that it can be kept and sent: #r=410928,411300&y=2023&p=410000&l=county&m=head
  const asked = new URLSearchParams(location.hash.slice(1));
  // Rates per head go by 常住人口 as reports tell it: of the same year, or of the nearest within three.
  const perHead = asked.get("m") === "head" && Object.keys(data.people || {}).length > 0;
  const findPeople = (code, year) => Object.entries(data.people[code] || {}).map(([told, count]) => [Math.abs(told - year), Number(told), count]).filter(([away]) => away <= 3).sort((one, other) => one[0] - other[0] || one[1] - other[1])[0];
  const divide = (row) => {
    const found = findPeople(row.region[CODE], row.year);
    return found && { ...row, value: Math.round((row.value / found[2]) * 1e8) / 1e4, unit: data.unit, change: null, note: [`原数 ${tell(row)}，人口 ${found[1]} 年 ${write(found[2])} 人`, row.note].filter(Boolean).join("·") };
  };
  const trim = (number) => number.toLocaleString("zh-CN", { maximumFractionDigits: 4 });
  const write = (number) => (Math.abs(number) >= 1e8 ? `${trim(number / 1e8)} 亿` : trim(number));
  const measure = (number, unit) => (unit === "%" || unit === "‰" ? write(number) + unit : `${write(number)} ${unit}`);
  const tell = (row) => `${row.limit ? `${row.limit} ` : ""}${measure(row.value, row.unit)}`;

  const told = data.rows.map(([place, year, value, limit, unit, note, doubt, change, quote, report, anchor]) => {
    const region = data.regions[place];
    return { region, year, value, limit, unit: unit || data.unit, note, doubt, change, quote, href: `../report/${report || `${region[CODE]}-${year}`}.html#t-${anchor}` };
  });
  if (perHead) data.unit = `${data.unit}/万人`;
  const rows = perHead ? told.map(divide).filter(Boolean) : told;
  const byRegion = Map.groupBy ? Map.groupBy(rows, (row) => row.region[CODE]) : rows.reduce((map, row) => map.set(row.region[CODE], [...(map.get(row.region[CODE]) || []), row]), new Map());
  const names = new Map(data.regions.map((region) => [region[CODE], region]));

  const richest = () => [...byRegion].sort((one, other) => other[1].length - one[1].length || (one[0] < other[0] ? -1 : 1)).slice(0, 3).map(([code]) => code);
  const known = (asked.get("r") || "").split(",").filter((code) => byRegion.has(code));
  const state = {
    chosen: (known.length ? known : richest()).slice(0, MOST),
    year: data.years.includes(Number(asked.get("y"))) ? Number(asked.get("y")) : data.years.at(-1),
    province: asked.get("p") || "",
    level: asked.get("l") || "",
    sort: "value",
    down: true,
    shown: PAGE,
  };
  const keep = () => {
    const words = new URLSearchParams({ r: state.chosen.join(","), y: state.year, p: state.province, l: state.level, m: perHead ? "head" : "" });
    for (const [key, value] of [...words]) if (!value) words.delete(key);
    history.replaceState(null, "", `#${words.toString().replaceAll("%2C", ",")}`);
  };

  const group = () => rows.filter((row) => row.year === state.year && (!state.province || row.region[PROVINCE] === state.province) && (!state.level || row.region[LEVEL] === state.level));
  const listed = () => {
    const listing = $("listing").value;
    const found = listing === "all" ? [...rows] : listing === "chosen" ? state.chosen.flatMap((code) => byRegion.get(code)) : group();
    const keys = { name: (row) => row.region[CODE], year: (row) => row.year, value: (row) => row.value };
    const key = keys[state.sort];
    const sign = state.down ? -1 : 1;
    return found.sort((one, other) => (key(one) < key(other) ? -sign : key(one) > key(other) ? sign : 0));
  };

  const colours = () => PALETTE[dark.matches ? "dark" : "light"];
  const config = () => {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    const font = getComputedStyle(document.body).fontFamily;
    return {
      background: null,
      font,
      view: { stroke: null },
      axis: { labelColor: read("--soft"), titleColor: read("--soft"), gridColor: read("--line"), domainColor: read("--line-strong"), tickColor: read("--line-strong"), labelFontSize: 13, titleFontSize: 13, titleFontWeight: "normal", labelFont: font, titleFont: font },
      legend: { labelColor: read("--ink"), titleColor: read("--soft"), labelFontSize: 13, labelFont: font, symbolStrokeWidth: 2, labelLimit: 300 },
      text: { color: read("--ink"), font },
      rule: { color: read("--soft") },
    };
  };
  const UNIT_AXIS = data.unit ? `单位：${data.unit}` : "";
  const formatAxis = "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, '~r') + ' 亿' : abs(datum.value) >= 1e5 ? format(datum.value / 1e4, '~r') + ' 万' : format(datum.value, ',~r')";
  const views = {};
  const draw = async (id, spec, label) => {
    const width = $(id).clientWidth;
    const result = await window.vegaEmbed(`#${id}`, { $schema: "https://vega.github.io/schema/vega-lite/v6.json", width: Math.max(200, width), autosize: { type: "fit-x", contains: "padding" }, config: config(), description: label, ...spec }, { actions: false, renderer: "svg", tooltip: true });
    if (views[id]) views[id].finalize();
    views[id] = result;
    // Points are links for the mouse; the table holds the same links for everybody, so the picture is one image to a reader.
    const svg = $(id).querySelector("svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    for (const part of svg.querySelectorAll("[role], [aria-roledescription], [aria-label]")) for (const name of ["role", "aria-roledescription", "aria-label"]) part.removeAttribute(name);
    for (const link of svg.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
    for (const part of svg.children) part.setAttribute("aria-hidden", "true");
  };

  const quantile = (sorted, share) => {
    const at = (sorted.length - 1) * share;
    const low = Math.floor(at);
    return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (at - low);
  };
  const drawSeries = () => {
    const breaks = data.breaks.map(([year]) => year);
    const values = state.chosen.flatMap((code) => byRegion.get(code).map((row, at, all) => {
      let piece = 0;
      for (let n = 1; n <= at; n += 1) if (all[n].year !== all[n - 1].year + 1 || breaks.includes(all[n].year)) piece += 1;
      return { 地区: row.region[LONG], 年度: row.year, value: row.value, 数值: tell(row), 原文: row.quote, 说明: row.note || "—", href: row.href, doubt: row.doubt, piece };
    }));
    if (!values.length) return;
    const narrow = $("series-chart").clientWidth < 560;
    const colour = { field: "地区", type: "nominal", sort: null, scale: { range: colours() }, legend: { title: null, orient: "top", columns: narrow ? 2 : 4, symbolType: "circle" } };
    const x = { field: "年度", type: "quantitative", scale: { domain: [Math.min(...data.years) - 0.2, Math.max(...data.years) + 0.2], nice: false }, axis: { values: data.years, format: "d", title: null, grid: false } };
    const y = { field: "value", type: "quantitative", scale: { zero: !data.rate, nice: true }, axis: { title: null, labelExpr: formatAxis, tickCount: 5 } };
    // Behind the chosen regions: what half of the regions of the first one's level report, and their middle.
    const level = names.get(state.chosen[0])[LEVEL];
    const spread = data.years.flatMap((year) => {
      const sorted = rows.filter((row) => row.year === year && row.region[LEVEL] === level).map((row) => row.value).sort((one, other) => one - other);
      return sorted.length < 5 ? [] : [{ 年度: year, low: quantile(sorted, 0.25), middle: quantile(sorted, 0.5), high: quantile(sorted, 0.75) }];
    });
    const soft = getComputedStyle(document.documentElement).getPropertyValue("--line-strong").trim();
    const behind = spread.length > 1 ? [
      { data: { values: spread }, mark: { type: "area", color: soft, opacity: 0.22 }, encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } } },
      { data: { values: spread }, mark: { type: "line", color: soft, strokeDash: [2, 3], strokeWidth: 2 }, encoding: { x, y: { ...y, field: "middle" } } },
    ] : [];
    const layer = [
      ...behind,
      { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y, color: colour, detail: { field: "piece" } } },
      { mark: { type: "point", filled: true, size: 70, opacity: 1, cursor: "pointer" }, encoding: { x, y, color: colour, href: { field: "href" }, fillOpacity: { condition: { test: "datum.doubt", value: 0.15 }, value: 1 }, stroke: { field: "地区", type: "nominal", sort: null, scale: { range: colours() }, legend: null }, tooltip: ["地区", "年度", "数值", "原文", "说明"].map((field) => ({ field, type: "nominal" })) } },
    ];
    const shown = breaks.filter((year) => year > data.years[0] && year <= data.years.at(-1));
    if (shown.length) layer.unshift({ data: { values: shown.map((year) => ({ at: year - 0.5, 断: "口径有变" })) }, mark: { type: "rule", strokeDash: [4, 4] }, encoding: { x: { ...x, field: "at" } } });
    $("series-note").textContent = `${UNIT_AXIS ? `${UNIT_AXIS}。` : ""}每个点是一份报告的说法${values.some((value) => value.doubt) ? "；空心点有疑问（见表中说明）" : ""}${shown.length ? "；虚线处口径有变" : ""}${behind.length ? `；灰带是${LEVELS[level] || ""}各地的四分位，点线是中位数` : ""}。`;
    return draw("series-chart", { height: 280, data: { values }, layer }, `${data.name}历年走势，${state.chosen.length} 个地区 ${values.length} 个数值；同样的数值见下表`);
  };

  // Points of like value stand above one another: each goes into the first free lane.
  const stack = (found, logged, width) => {
    const low = Math.min(...found.map((row) => row.value));
    const high = Math.max(...found.map((row) => row.value));
    const place = (value) => (logged ? Math.log(value / low) / Math.log(high / low || 1) : (value - low) / (high - low || 1)) * width;
    const lanes = new Map();
    const size = found.length > 400 ? 5 : 9;
    return found.map((row) => {
      const bin = Math.round((place(row.value) || 0) / size);
      const lane = lanes.get(bin) || 0;
      lanes.set(bin, lane + 1);
      return lane;
    });
  };
  const drawSpread = () => {
    const found = group().sort((one, other) => one.value - other.value);
    const where = `${state.province ? data.provinces[state.province] : "全国"}${state.level ? LEVELS[state.level] : "各级"}`;
    if (!found.length) {
      $("spread-chart").textContent = "";
      $("spread-note").textContent = `${state.year} 年度${where}没有这个指标的数值。`;
      return;
    }
    const sorted = found.map((row) => row.value);
    const [quarter, median, threeQuarters] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
    const say = (number) => measure(Math.round(number * 1e4) / 1e4, data.unit);
    $("spread-note").textContent = `${state.year} 年度${where}，${found.length} 个地区：中位数 ${say(median)}，四分位 ${say(quarter)} 至 ${say(threeQuarters)}，最小 ${say(sorted[0])}，最大 ${say(sorted.at(-1))}。每点一地，竖线为中位数。${found.length < 5 ? "地区太少，分布仅供参考。" : ""}`;
    const logged = sorted[0] > 0 && sorted.at(-1) / sorted[0] > 50;
    const lanes = stack(found, logged, $("spread-chart").clientWidth - 20);
    const most = Math.max(...lanes);
    const values = found.map((row, at) => ({ 地区: row.region[LONG], value: row.value, 数值: tell(row), 原文: row.quote, 说明: row.note || "—", href: row.href, lane: lanes[at], chosen: state.chosen.indexOf(row.region[CODE]) })).sort((one, other) => one.chosen - other.chosen);
    const x = { field: "value", type: "quantitative", scale: logged ? { type: "log" } : { zero: false, nice: true }, axis: { title: UNIT_AXIS + (logged ? "（对数刻度）" : ""), labelExpr: formatAxis, tickCount: 6, labelOverlap: true, grid: false } };
    const style = getComputedStyle(document.documentElement);
    const plain = style.getPropertyValue("--line-strong").trim();
    const layer = [
      { data: { values: [{ value: median }] }, mark: { type: "rule", strokeWidth: 1.5 }, encoding: { x } },
      { mark: { type: "circle", opacity: 1, cursor: "pointer" }, encoding: { x, size: { condition: { test: "datum.chosen >= 0", value: 80 }, value: found.length > 400 ? 14 : 44 }, y: { field: "lane", type: "quantitative", axis: null, scale: { domain: [-0.5, Math.max(most, 4) + 0.5], nice: false } }, href: { field: "href" }, color: { condition: state.chosen.map((_, at) => ({ test: `datum.chosen === ${at}`, value: colours()[at] })), value: plain }, tooltip: ["地区", "数值", "原文", "说明"].map((field) => ({ field, type: "nominal" })) } },
    ];
    const marked = values.filter((value) => value.chosen >= 0);
    if (marked.length && $("spread-chart").clientWidth >= 560) layer.push({ data: { values: marked }, mark: { type: "text", dy: { expr: "-13 - 15 * datum.chosen" }, fontSize: 13 }, encoding: { x, y: { field: "lane", type: "quantitative" }, text: { field: "地区" } } });
    return draw("spread-chart", { height: Math.min(320, 100 + most * 7), data: { values }, layer }, `${data.name} ${state.year} 年度${where}的分布，${found.length} 个地区；数值见下表`);
  };

  const cell = (row, text, className) => {
    const td = row.appendChild(document.createElement("td"));
    if (className) td.className = className;
    if (text !== undefined) td.textContent = text;
    return td;
  };
  const list = () => {
    const found = listed();
    const body = $("rows");
    body.replaceChildren();
    for (const row of found.slice(0, state.shown)) {
      const tr = body.appendChild(document.createElement("tr"));
      const th = tr.appendChild(document.createElement("th"));
      th.scope = "row";
      const place = th.appendChild(document.createElement("a"));
      place.href = `../region/${row.region[CODE]}.html`;
      place.textContent = row.region[LONG];
      cell(tr, row.year);
      cell(tr, tell(row), "num");
      cell(tr, row.change === null ? "—" : `${row.change > 0 ? "+" : row.change < 0 ? "−" : ""}${write(Math.abs(row.change))}${data.rate ? " 百分点" : ""}`, "num");
      const link = cell(tr).appendChild(document.createElement("a"));
      link.href = row.href;
      link.textContent = row.quote;
      const note = cell(tr);
      if (row.note) {
        const flag = note.appendChild(document.createElement(row.doubt ? "span" : "small"));
        if (row.doubt) flag.className = "flag unsure";
        flag.textContent = row.note;
      }
    }
    for (const button of document.querySelectorAll("[data-sort]")) button.closest("th").setAttribute("aria-sort", button.dataset.sort !== state.sort ? "none" : state.down ? "descending" : "ascending");
    $("listed").textContent = found.length ? `列出 ${Math.min(state.shown, found.length)} 行，共 ${found.length} 行。` : "没有数值。";
    $("more").hidden = found.length <= state.shown;
  };

  const showChosen = () => {
    $("chosen").replaceChildren(...state.chosen.map((code, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = names.get(code)[LONG];
      button.setAttribute("aria-label", `移除 ${names.get(code)[LONG]}`);
      button.style.setProperty("--dot", colours()[at]);
      button.addEventListener("click", () => {
        state.chosen = state.chosen.filter((other) => other !== code);
        refresh();
        $("place").focus();
      });
      return button;
    }));
  };
  let waiting = Promise.resolve();
  const refresh = () => {
    keep();
    showChosen();
    list();
    waiting = waiting.then(drawSeries).then(drawSpread);
    return waiting;
  };

  const fill = (id, options, value) => {
    $(id).replaceChildren(...options.map(([key, name]) => new Option(name, key)));
    $(id).value = value;
    if ($(id).selectedIndex < 0) $(id).selectedIndex = 0;
  };
  fill("year", data.years.map((year) => [year, `${year} 年`]).reverse(), state.year);
  fill("scope", [["", "全国"], ...Object.entries(data.provinces)], state.province);
  fill("level", [["", "各级"], ...Object.entries(LEVELS).filter(([level]) => data.regions.some((region) => region[LEVEL] === level))], state.level);
  const method = $("method");
  if (method) {
    method.value = perHead ? "head" : "";
    method.addEventListener("change", () => {
      const words = new URLSearchParams(location.hash.slice(1));
      if (method.value) words.set("m", method.value);
      else words.delete("m");
      location.hash = words.toString().replaceAll("%2C", ",");
    });
  }
  for (const [id, key] of [["year", "year"], ["scope", "province"], ["level", "level"]]) {
    state[key] = key === "year" ? Number($(id).value) : $(id).value;
    $(id).addEventListener("change", () => {
      state[key] = key === "year" ? Number($(id).value) : $(id).value;
      state.shown = PAGE;
      keep();
      list();
      waiting = waiting.then(drawSpread);
    });
  }
  $("listing").addEventListener("change", () => {
    state.shown = PAGE;
    list();
  });
  // A list of thousands of options is slow: only those that fit what was typed are offered.
  const fits = (words) => data.regions.filter((region) => region[LONG].includes(words) || region[CODE].startsWith(words));
  const offer = () => $("places").replaceChildren(...fits($("place").value.trim()).slice(0, 30).map((region) => new Option(region[LONG])));
  const add = () => {
    const words = $("place").value.trim();
    const region = data.regions.find((other) => other[LONG] === words || other[CODE] === words);
    if (!region || state.chosen.includes(region[CODE])) return;
    state.chosen = [...state.chosen, region[CODE]].slice(-MOST);
    $("place").value = "";
    offer();
    refresh();
  };
  $("place").addEventListener("input", () => {
    offer();
    add();
  });
  $("place").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const found = fits($("place").value.trim());
    if (found.length) $("place").value = found[0][LONG];
    add();
  });
  offer();
  for (const button of document.querySelectorAll("[data-sort]")) {
    button.addEventListener("click", () => {
      state.down = state.sort === button.dataset.sort ? !state.down : button.dataset.sort === "value";
      state.sort = button.dataset.sort;
      list();
    });
  }
  $("more").addEventListener("click", () => {
    state.shown += PAGE;
    list();
  });
  // A chart as a file: what is drawn, with the page's ground behind it.
  for (const button of document.querySelectorAll("[data-chart]")) {
    button.addEventListener("click", async () => {
      const [id, kind] = button.dataset.chart.split(" ");
      if (!views[id]) return;
      const link = document.createElement("a");
      link.href = await views[id].view.toImageURL(kind, 2);
      link.download = `${data.id}-${id}.${kind}`;
      link.click();
    });
  }
  $("save").addEventListener("click", () => {
    const quoteCell = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value ?? "");
    const lines = [["区划代码", "地区", "年度", "指标", "限定", "数值", "单位", "比上年增减", "原文数字", "说明", "原句"]];
    for (const row of listed()) lines.push([row.region[CODE], row.region[LONG], row.year, data.name, row.limit, row.value, row.unit, row.change ?? "", row.quote, row.note, row.href.slice(3)]);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`\ufeff${lines.map((line) => line.map(quoteCell).join(",")).join("\r\n")}\r\n`], { type: "text/csv" }));
    link.download = `${data.id}-${state.year}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    waiting = waiting.then(drawSeries).then(drawSpread);
  });
  dark.addEventListener("change", refresh);
  addEventListener("hashchange", () => location.reload());
  refresh().then(() => document.documentElement.setAttribute("data-ready", ""));
};
