//! Tasks of the project.
mod live;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(2).collect();
    live::run(&args)
}
