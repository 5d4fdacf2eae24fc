//! The small part of Markdown in which core writes its texts: paragraphs, lists, and code between backticks.

/// A paragraph or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(String),
    /// Items of a list.
    List(Vec<String>),
}

/// Takes a text apart at blank lines; lines that start with `- ` make a list.
pub fn blocks(text: &str) -> Vec<Block> {
    text.split("\n\n").filter(|it| !it.trim().is_empty()).flat_map(paragraphs_and_lists).collect()
}

fn paragraphs_and_lists(text: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.strip_prefix("- "), out.last_mut()) {
            (Some(item), Some(Block::List(items))) => items.push(item.to_owned()),
            (Some(item), _) => out.push(Block::List(vec![item.to_owned()])),
            (None, Some(Block::Paragraph(text))) => {
                text.push(' ');
                text.push_str(line);
            }
            (None, Some(Block::List(items))) => {
                if let Some(last) = items.last_mut() {
                    last.push(' ');
                    last.push_str(line);
                }
            }
            (None, None) => out.push(Block::Paragraph(line.to_owned())),
        }
    }
    out
}

/// Pieces of a line: text, and whether it is code. A backtick without a partner is a backtick.
pub fn inline(text: &str) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, behind)) = after.split_once('`') else { break };
        if !before.is_empty() {
            out.push((before.to_owned(), false));
        }
        out.push((code.to_owned(), true));
        rest = behind;
    }
    if !rest.is_empty() {
        out.push((rest.to_owned(), false));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stands_between_backticks() {
        let pieces = inline("send `a=b` and `c`");
        let expected = [("send ", false), ("a=b", true), (" and ", false), ("c", true)];
        assert_eq!(pieces, expected.map(|(text, code)| (text.to_owned(), code)));
        assert_eq!(inline("a ` b"), [("a ` b".to_owned(), false)]);
    }

    #[test]
    fn lists_stand_among_paragraphs() {
        let out = blocks("One\ntwo.\n\n- a\n- b\n  c\n\nEnd.");
        let list = Block::List(vec!["a".to_owned(), "b c".to_owned()]);
        assert_eq!(out, [Block::Paragraph("One two.".into()), list, Block::Paragraph("End.".into())]);
    }
}
