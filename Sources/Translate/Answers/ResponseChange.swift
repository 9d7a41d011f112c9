import Schema

/// A step of a response.
enum ResponseChange: Sendable {
    /// An item has begun; nothing has come of it yet.
    case opened(ResponseItem)
    /// More of the open item has come: its text, escaped as in a JSON string, and how likely its tokens were.
    case grew(ArraySlice<UInt8>, [JSON])
    /// The open item is whole.
    case closed(ResponseItem)
}
