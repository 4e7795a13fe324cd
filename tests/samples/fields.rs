//! A message cut into header fields, as simply as can be and without the library, so that the
//! checks on the samples do not lean on what they are meant to test.

/// A header field, unfolded.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub value: String,
}

/// The header's fields in order. An mbox `From ` line is skipped, common indentation is removed.
pub fn fields(message: &[u8]) -> Vec<Field> {
    let text = String::from_utf8_lossy(message).replace("\r\n", "\n");
    let indent = text.lines().next().map_or(0, |line| line.len() - line.trim_start().len());
    let mut fields: Vec<Field> = Vec::new();
    for line in text.lines() {
        let line = line.get(indent..).unwrap_or("");
        if line.is_empty() {
            break;
        }
        if fields.is_empty() && line.starts_with("From ") {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            let field = fields.last_mut().expect("a header does not begin with a fold");
            field.value.push(' ');
            field.value.push_str(line.trim());
            continue;
        }
        let (name, value) =
            line.split_once(':').unwrap_or_else(|| panic!("not a header field: {line}"));
        fields.push(Field { name: name.to_owned(), value: value.trim().to_owned() });
    }
    fields
}

/// The values of all fields of one name, top first.
pub fn values<'a>(fields: &'a [Field], name: &str) -> Vec<&'a str> {
    fields
        .iter()
        .filter(|field| field.name.eq_ignore_ascii_case(name))
        .map(|field| field.value.as_str())
        .collect()
}

/// The word that follows a key word (`id`, `by`) outside comments.
pub fn word_after<'a>(value: &'a str, key: &str) -> Option<&'a str> {
    let mut depth = 0_usize;
    let mut words = value.split_whitespace();
    while let Some(word) = words.next() {
        if depth == 0 && word.eq_ignore_ascii_case(key) {
            return words.next().map(|word| word.trim_end_matches(';'));
        }
        depth += word.matches('(').count();
        depth = depth.saturating_sub(word.matches(')').count());
    }
    None
}
