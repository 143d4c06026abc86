"use strict";
// Draws the charts that lie in this file as JSON. On paper they have their full width and are made smaller by the style
// sheet; on a narrow screen they are drawn narrower, as the charts of the pages are.
const FULL_WIDTH = 760;
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
const places = [...document.querySelectorAll(".picture")];

function widthOf(place, onPaper) {
  return onPaper ? FULL_WIDTH : Math.max(300, Math.min(FULL_WIDTH, place.parentElement.clientWidth));
}

function fit(onPaper) {
  for (const place of places) {
    const width = widthOf(place, onPaper);
    if (place.layout && place.layout.width !== width) Plotly.relayout(place, { width });
  }
}

async function draw() {
  // the text of a chart is measured when it is drawn, so its font has to be there
  await Promise.all(["400 16px 'Source Sans'", "700 16px 'Source Sans'"].map(font => document.fonts.load(font)));
  for (const place of places) {
    const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
    const clear = { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
    const layout = { ...figure.layout, ...clear, autosize: false, width: widthOf(place, false) };
    await Plotly.newPlot(place, figure.data, layout, CONFIG);
  }
  document.documentElement.dataset.drawn = "yes";
}

addEventListener("resize", () => fit(matchMedia("print").matches));
addEventListener("beforeprint", () => fit(true));
addEventListener("afterprint", () => fit(false));
draw();
