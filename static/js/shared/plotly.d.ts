/** The part of Plotly that `plot.js` uses; Plotly itself comes from the installed package, as a plain script. */
interface PlotlyChart extends HTMLElement {
  on(event: "plotly_relayout", callback: (change: Record<string, unknown>) => void): void;
}

declare const Plotly: {
  react(element: HTMLElement, data: object[], layout: object, config: object): Promise<void>;
  downloadImage(figure: object, options: object): Promise<void>;
};
