//! What the task is asked to do.

use anyhow::{Context, Result, bail};

use super::families::FAMILIES;

pub const HELP: &str = "\
Asks the real drivers what they make of random strings, and holds our readings against them. Nothing is dialled.

cargo xtask oracle [options]

  --only FAMILY,..   only these: python, node, rust, java, go
  --driver D,..      only these drivers, as `name` or `name@version`
  --seed N           which random strings (1)
  --count N          strings that all drivers are asked; half as many of each driver's own forms come on top (2000)
  --show N           disagreements shown for each driver (10)
  --record           write what the drivers said to tests/conformance
  --help             this

The drivers are installed into target/oracles. A family that cannot be is left out, and is a failure under CI. When
everything is asked, docs/agreement.md is written. The exit code is 0 when all agree but for what is listed in
tests/oracles/disagreements.json, and 1 when they do not, or when a listed disagreement is none any more.
";

pub struct Request {
    only: Vec<String>,
    drivers: Vec<String>,
    pub seed: u64,
    pub count: usize,
    pub show: usize,
    pub record: bool,
}

impl Request {
    /// Reads the arguments; `None` when help is wanted.
    pub fn parse(args: &[String]) -> Result<Option<Self>> {
        let mut out = Self { only: vec![], drivers: vec![], seed: 1, count: 2000, show: 10, record: false };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let (flag, value) = arg
                .split_once('=')
                .map_or((arg.as_str(), None), |(flag, value)| (flag, Some(value.to_owned())));
            let mut value = || {
                value
                    .clone()
                    .or_else(|| args.next().cloned())
                    .with_context(|| format!("{flag} takes a value"))
            };
            match flag {
                "--only" => out.only.extend(list(&value()?)),
                "--driver" => out.drivers.extend(list(&value()?)),
                "--seed" => out.seed = number(flag, &value()?)?,
                "--count" => out.count = number(flag, &value()?)?,
                "--show" => out.show = number(flag, &value()?)?,
                "--record" => out.record = true,
                "--help" | "-h" => return Ok(None),
                _ => bail!("unknown argument `{arg}`; `cargo xtask oracle --help` lists them"),
            }
        }
        if let Some(stranger) =
            out.only.iter().find(|name| FAMILIES.iter().all(|it| it.name != name.as_str()))
        {
            let names: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
            bail!("there is no family `{stranger}`; there are {}", names.join(", "));
        }
        Ok(Some(out))
    }

    pub fn wants_family(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|it| it == name)
    }

    /// Whether a driver is wanted, by its name or by `name@version`.
    pub fn wants_driver(&self, driver: &str) -> bool {
        let name = driver.split('@').next().unwrap_or_default();
        self.drivers.is_empty() || self.drivers.iter().any(|it| it == driver || it == name)
    }

    /// Whether nobody is left out.
    pub fn is_whole(&self) -> bool {
        self.only.is_empty() && self.drivers.is_empty()
    }
}

fn list(value: &str) -> Vec<String> {
    value.split(',').map(str::to_owned).collect()
}

fn number<T: std::str::FromStr>(flag: &str, value: &str) -> Result<T> {
    value.parse().ok().with_context(|| format!("{flag} takes a number, not `{value}`"))
}
