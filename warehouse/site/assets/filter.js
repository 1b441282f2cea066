"use strict";
// Rows of a province by name and status; without this script all of them are shown.
(() => {
  const filters = document.querySelector(".filters");
  const [name, status, output] = [filters.querySelector("[data-filter=name]"), filters.querySelector("[data-filter=status]"), filters.querySelector("output")];
  const rows = [...document.querySelectorAll(".units tbody tr")];
  const show = () => {
    const words = name.value.trim();
    const sought = status.value === "published" ? "td a" : status.value && `td.${status.value}`;
    let count = 0;
    for (const row of rows) {
      row.hidden = !(row.cells[0].textContent.includes(words) && (!sought || row.querySelector(sought)));
      count += !row.hidden;
    }
    output.textContent = `${count} 个地区`;
  };
  filters.hidden = false;
  name.addEventListener("input", show);
  status.addEventListener("change", show);
  show();
})();
