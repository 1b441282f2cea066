"use strict";
// Full text without a server: see warehouse/site/search_index.py for the files that are read here.
(() => {
  const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  const PAGE = 20;
  const $ = (id) => document.getElementById(id);
  const asked = new URLSearchParams(location.search);

  const waiting = new Map();
  const load = (path, key) => {
    if (!waiting.has(key)) {
      const entry = {};
      entry.promise = new Promise((resolve, reject) => {
        entry.resolve = resolve;
        const script = document.head.appendChild(document.createElement("script"));
        script.src = path;
        script.addEventListener("error", () => reject(new Error(`缺少文件 ${path}`)));
      });
      waiting.set(key, entry);
    }
    return waiting.get(key).promise;
  };
  window.searchPairs = (number, pairs) => waiting.get(`pairs ${number}`).resolve(pairs);
  window.searchText = (id, text) => waiting.get(`text ${id}`).resolve(text);

  window.searchNames = (names) => {
    const reports = names.places.flatMap(([code, place, lines]) => lines.map(([year, id, kind]) => ({ code, place, year, kind, id: id || `${code}-${year}` })));
    for (const year of [...names.years].reverse()) $("y").append(new Option(`${year} 年`, year));
    for (const [code, name] of Object.entries(names.provinces)) $("p").append(new Option(name, code));
    for (const id of ["q", "y", "p"]) $(id).value = asked.get(id) || "";

    // Traditional and full-width characters are looked up as their plain forms, one for one, so that places stay true.
    const forms = new Map(Array.from(names.forms[0], (written, at) => [written, names.forms[1][at]]));
    const plain = (character) => forms.get(character) || (character >= "\uff01" && character <= "\uff5e" ? String.fromCharCode(character.charCodeAt(0) - 0xfee0) : character);
    const fold = (text) => {
      let folded = "";
      for (let at = 0; at < text.length; at += 1) folded += plain(text[at]);
      const low = folded.toLowerCase();
      return low.length === text.length ? low : folded;
    };
    // A place by pinyin: each character by one of its readings (the last may be begun: puy), or by first letters alone (pyx).
    const readings = new Map(Object.entries(names.readings).map(([character, told]) => [character, told.split(" ")]));
    const spell = (name, at, rest) => {
      if (!rest) return true;
      return (readings.get(name[at]) || []).some((reading) => reading.startsWith(rest) || (rest.startsWith(reading) && spell(name, at + 1, rest.slice(reading.length))));
    };
    const begin = (name, at, rest) => !rest || (readings.get(name[at]) || []).some((reading) => reading[0] === rest[0] && begin(name, at + 1, rest.slice(1)));
    const sounds = (name, word) => /^[a-z]{2,}$/.test(word) && Array.from(name, (_, at) => at).some((at) => spell(name, at, word) || (word.length > 2 && begin(name, at, word)));

    const decode = (steps) => {
      const numbers = [];
      let at = -1;
      let step = 0;
      let shift = 0;
      for (const digit of steps) {
        const value = DIGITS.indexOf(digit);
        step += (value & 31) << shift;
        if (value > 31) shift += 5;
        else {
          at += step;
          numbers.push(at);
          step = shift = 0;
        }
      }
      return numbers;
    };
    const cut = (word) => (word.match(/[\p{L}\p{N}\p{M}_]{2,}/gu) || []).flatMap((run) => Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)));
    const lookUp = async (pair) => {
      const number = (pair.charCodeAt(0) * 31 + pair.charCodeAt(1)) % names.files;
      const pairs = await load(`search/pairs/${number}.js`, `pairs ${number}`);
      return decode(pairs[pair] || "");
    };

    const link = (href, text) => Object.assign(document.createElement("a"), { href, textContent: text });
    const showNames = (words) => {
      const places = names.places.filter(([code, place]) => code && words.some((word) => word.length > 1 && (place.includes(word) || code === word || sounds(place, word)))).slice(0, 12);
      const english = words.join(" ");
      const indicators = names.indicators.filter(([, name, told]) => words.some((word) => word.length > 1 && name.includes(word)) || (/[a-z]{3}/.test(english) && words.every((word) => told.toLowerCase().includes(word)))).slice(0, 12);
      const rows = [["地区", places.map(([code, place, lines]) => link(`region/${code}.html`, `${place}（${lines.length}）`))], ["指标", indicators.map(([id, name, told]) => link(`indicator/${id}.html`, /[a-z]{3}/.test(english) ? `${name} ${told}` : name))]];
      $("names").replaceChildren(...rows.filter(([, links]) => links.length).map(([title, links]) => {
        const row = Object.assign(document.createElement("p"), { className: "list" });
        row.append(Object.assign(document.createElement("b"), { textContent: `${title}：` }), ...links.flatMap((a) => [a, " "]));
        return row;
      }));
      return places.length + indicators.length;
    };

    const count = (folded, words) => words.reduce((sum, word) => sum + folded.split(word).length - 1, 0);
    const snippet = (text, words) => {
      const folded = fold(text);
      // The rarest word shows best why the report was found.
      const rarest = [...words].sort((one, other) => count(folded, [one]) - count(folded, [other]))[0];
      const first = folded.indexOf(rarest);
      const start = Math.max(text.lastIndexOf("\n", first) + 1, first - 36);
      const line = text.indexOf("\n", first);
      const end = Math.min(line < 0 ? text.length : line, first + 84);
      const quote = document.createElement("blockquote");
      if (start > 0 && text[start - 1] !== "\n") quote.append("…");
      let at = start;
      while (at < end) {
        const next = words.map((word) => [folded.indexOf(word, at), word]).filter(([place]) => place >= 0 && place < end).sort((one, other) => one[0] - other[0] || other[1].length - one[1].length)[0];
        quote.append(text.slice(at, next ? next[0] : end));
        if (!next) break;
        quote.append(Object.assign(document.createElement("mark"), { textContent: text.slice(next[0], next[0] + next[1].length) }));
        at = next[0] + next[1].length;
      }
      if (end < text.length && text[end] !== "\n") quote.append("…");
      return quote;
    };

    let turn = 0;
    const search = async () => {
      const mine = ++turn;
      const words = fold($("q").value).toLowerCase().split(/\s+/).filter(Boolean);
      $("hits").replaceChildren();
      $("more").hidden = true;
      const named = showNames(words);
      if (!words.length) return;
      const pairs = [...new Set(words.flatMap(cut))];
      if (!pairs.length) {
        $("told").textContent = "请至少输入两个字。";
        return;
      }
      $("told").textContent = "正在查找…";
      const lists = await Promise.all(pairs.map(lookUp));
      if (mine !== turn) return;
      lists.sort((one, other) => one.length - other.length);
      let found = lists[0];
      for (const list of lists.slice(1)) {
        const held = new Set(list);
        found = found.filter((number) => held.has(number));
      }
      const isNamed = (report) => words.some((word) => report.place.includes(word));
      const hits = found.map((number) => reports[number]).filter((report) => (!$("y").value || String(report.year) === $("y").value) && (!$("p").value || report.code.slice(0, 2) === $("p").value.slice(0, 2)));
      hits.sort((one, other) => isNamed(other) - isNamed(one) || (other.year || 0) - (one.year || 0) || (one.id < other.id ? -1 : 1));

      let at = 0;
      let shown = 0;
      const showMore = async () => {
        const goal = shown + PAGE;
        while (shown < goal && at < hits.length) {
          const batch = hits.slice(at, at + PAGE);
          at += batch.length;
          const texts = await Promise.all(batch.map((report) => load(`search/text/${report.id}.js`, `text ${report.id}`)));
          if (mine !== turn) return;
          batch.forEach((report, number) => {
            const folded = fold(texts[number]);
            if (!words.every((word) => folded.includes(word))) return;
            shown += 1;
            const item = document.createElement("li");
            const head = Object.assign(document.createElement("p"), { className: "what" });
            head.append(link(`report/${report.id}.html?q=${encodeURIComponent(words.join(" "))}`, `${report.place} ${report.year || "年份不明"}年度${report.kind ? `（${report.kind}）` : ""}`), Object.assign(document.createElement("small"), { textContent: ` ${count(folded, words)} 处` }));
            item.append(head, snippet(texts[number], words));
            $("hits").append(item);
          });
        }
        $("more").hidden = at >= hits.length;
        $("told").textContent = !shown ? (named ? "正文里没有这些字；地区和指标见上。" : "没有找到。可以减少字词，或换一种说法。") : at >= hits.length ? `找到 ${shown} 份报告。` : `列出 ${shown} 份，至多 ${hits.length} 份。`;
      };
      $("more").onclick = showMore;
      await showMore();
    };
    const start = () => search().catch((error) => { $("told").textContent = error.message; });
    $("ask").addEventListener("submit", (event) => {
      event.preventDefault();
      const words = new URLSearchParams(new FormData($("ask")));
      history.replaceState(null, "", location.protocol === "file:" ? location.href : `?${words}`);
      start();
    });
    for (const id of ["y", "p"]) $(id).addEventListener("change", start);
    start();
  };
})();
