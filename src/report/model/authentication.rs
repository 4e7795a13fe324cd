use schemars::JsonSchema;
use serde::Serialize;

/// What came of one method of email authentication, verified now with the answers in `dns`. Not
/// what a field of the message claims.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Authentication {
    /// The method, as RFC 8601 section 2.7 names it.
    #[schemars(extend("enum" = ["spf", "dkim", "arc", "dmarc"]))]
    pub method: &'static str,
    /// The result, as RFC 8601 section 2.7 names it.
    #[schemars(extend("enum" = ["pass", "fail", "softfail", "neutral", "none", "temperror", "permerror"]))]
    pub result: &'static str,
    /// Why it is no pass.
    pub why: Option<String>,
    /// Whose result it is: SPF, the domain whose record decided; DKIM, the signer (`d=`); ARC, who
    /// sealed last; DMARC, the author's domain.
    pub domain: Option<String>,
    /// DKIM: the selector of the key (`s=`).
    pub selector: Option<String>,
    /// DKIM: when the signature says that it was made (`t=`), RFC 3339.
    pub signed: Option<String>,
    /// DKIM: when the signature says that it expires (`x=`), RFC 3339.
    pub expires: Option<String>,
    /// SPF, the Received line that records the peer; DKIM, the Received line directly above the
    /// signature.
    pub line: Option<usize>,
    /// DKIM: where the value of the field begins, in bytes from the start of the message.
    pub offset: Option<u64>,
    /// What the result rests on, in a few words.
    pub basis: String,
}
