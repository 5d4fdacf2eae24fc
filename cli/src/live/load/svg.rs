//! A load as a picture: a file of its own that needs nothing else.

use std::fmt::Write as _;

use super::report::{Load, Moment};

const WIDTH: f64 = 720.0;
const LEFT: f64 = 70.0;
const HEIGHT: f64 = 110.0;
const GAP: f64 = 46.0;
const TOP: f64 = 74.0;

/// A row of the picture: its title, and the lines in it, each with a colour and the value of a moment.
struct Panel {
    title: &'static str,
    lines: &'static [Line],
}

type Line = (&'static str, &'static str, fn(&Moment) -> f64);

const PANELS: &[Panel] = &[
    Panel { title: "open connections", lines: &[("open", "#2563eb", |it| it.open as f64)] },
    Panel { title: "refused or failed", lines: &[("refused", "#dc2626", |it| it.refused as f64)] },
    Panel { title: "queries a second", lines: &[("answered", "#059669", |it| it.per_second)] },
    Panel {
        title: "latency of a query, ms",
        lines: &[("p95", "#d97706", |it| it.p95), ("p50", "#7c3aed", |it| it.p50)],
    },
];

/// The picture.
pub fn svg(load: &Load, title: &str) -> String {
    let height = TOP + PANELS.len() as f64 * (HEIGHT + GAP);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\">\n<title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        title = escaped(title)
    );
    text(&mut out, 16.0, 26.0, "font-size=\"16\" font-weight=\"600\"", title);
    let summary = format!(
        "{} clients for {} s: {} answered, {} refused, {} failed; query p50 {} ms, p95 {} ms, p99 {} ms",
        load.clients,
        load.seconds,
        load.answered,
        load.refused,
        load.failed,
        load.query.p50,
        load.query.p95,
        load.query.p99
    );
    text(&mut out, 16.0, 46.0, "fill=\"#475569\"", &summary);
    for (nth, panel) in PANELS.iter().enumerate() {
        draw(&mut out, panel, load, TOP + nth as f64 * (HEIGHT + GAP));
    }
    out.push_str("</svg>\n");
    out
}

fn draw(out: &mut String, panel: &Panel, load: &Load, top: f64) {
    let bottom = top + HEIGHT;
    let values = || panel.lines.iter().flat_map(|line| load.moments.iter().map(line.2));
    let most = values().fold(0.0, f64::max);
    text(out, LEFT, top - 6.0, "font-weight=\"600\"", panel.title);
    text(out, LEFT - 6.0, top + 10.0, "text-anchor=\"end\" fill=\"#475569\"", &format!("{most}"));
    text(out, LEFT - 6.0, bottom, "text-anchor=\"end\" fill=\"#475569\"", "0");
    text(out, LEFT, bottom + 15.0, "fill=\"#475569\"", "0 s");
    let end = format!("{} s", load.seconds);
    text(out, WIDTH - 16.0, bottom + 15.0, "text-anchor=\"end\" fill=\"#475569\"", &end);
    let _ = writeln!(
        out,
        "<path d=\"M{LEFT} {top}V{bottom}H{}\" fill=\"none\" stroke=\"#94a3b8\"/>",
        WIDTH - 16.0
    );
    let longest = load.seconds.max(0.01);
    for (nth, (name, color, value)) in panel.lines.iter().enumerate() {
        let points: Vec<String> = load
            .moments
            .iter()
            .map(|it| {
                let x = LEFT + it.at / longest * (WIDTH - 16.0 - LEFT);
                let y = bottom - value(it) / most.max(f64::MIN_POSITIVE) * HEIGHT;
                format!("{x:.1},{y:.1}")
            })
            .collect();
        let points = points.join(" ");
        let _ = writeln!(
            out,
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"><title>{name}</title></polyline>"
        );
        if panel.lines.len() > 1 {
            let x = WIDTH - 60.0 - nth as f64 * 50.0;
            text(out, x, top - 6.0, &format!("fill=\"{color}\""), name);
        }
    }
}

fn text(out: &mut String, x: f64, y: f64, how: &str, text: &str) {
    let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" {how}>{}</text>", escaped(text));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
