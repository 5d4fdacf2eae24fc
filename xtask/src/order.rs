//! The order of functions in a module, for the sake of its compressed size.
//!
//! The linker leaves them as they come, and wasm-bindgen puts the largest first. Brotli says of a repetition how far
//! back it is, and near is short: with the functions sorted by their code, the copies that a generic function leaves
//! for each of its types lie side by side, and the page is lighter by 13 kB on the wire.

use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, ImportSectionReader, Parser, Payload, TypeRef,
};

/// The same module with its functions sorted by their code.
pub fn by_code(module: &[u8]) -> Result<Vec<u8>> {
    let mut out = Module::new();
    Order::of(module)?.parse_core_module(&mut out, Parser::new(0), module)?;
    Ok(out.finish())
}

/// Where each function goes.
struct Order {
    /// How many functions are imported: they have the first indices, and keep them.
    imported: u32,
    /// The old places of the others, in their new order.
    sorted: Vec<usize>,
    /// Their new places, by the old ones.
    places: Vec<u32>,
}

impl Order {
    fn of(module: &[u8]) -> Result<Self> {
        let (mut imported, mut codes) = (0, Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => imported = functions(imports)?,
                Payload::CodeSectionEntry(body) => codes.push(&module[operators(&body)?]),
                _ => (),
            }
        }
        let mut sorted: Vec<usize> = (0..codes.len()).collect();
        sorted.sort_by_key(|old| codes[*old]);
        let mut places = vec![0; sorted.len()];
        for (new, old) in (0..).zip(&sorted) {
            places[*old] = new;
        }
        Ok(Self { imported, sorted, places })
    }
}

fn functions(imports: ImportSectionReader<'_>) -> Result<u32> {
    let mut count = 0;
    for import in imports.into_imports() {
        count += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
    }
    Ok(count)
}

/// Where the code of a function stands, without the types of its variables.
fn operators(body: &FunctionBody<'_>) -> Result<std::ops::Range<usize>> {
    Ok(body.get_operators_reader()?.original_position()..body.range().end)
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        Ok(match index.checked_sub(self.imported) {
            Some(own) => self.imported + self.places[own as usize],
            None => index,
        })
    }

    fn parse_function_section(
        &mut self,
        out: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for old in &self.sorted {
            out.function(types[*old]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        out: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for old in self.sorted.clone() {
            self.parse_function_body(out, bodies[old].clone())?;
        }
        Ok(())
    }
}
