import Schema

extension Anthropic.ContentBlock {
    /// The `data:` address of a picture.
    var picture: String {
        let origin = self.source?.origin
        if let url = origin?.url, origin?.type == .url { return url }
        return "data:\(origin?.mediaType ?? "image/png");base64,\(origin?.data ?? "")"
    }

    /// The text of a document, with what is said about it in front.
    var document: String {
        let origin = self.source?.origin
        let content = origin?.content?.json ?? []
        let text = origin?.type == .text ? origin?.data : content.string ?? Self.joined(content)
        return [self.title, self.context, text].compactMap(\.self).joined(separator: "\n")
    }

    /// What was found, with its title and where it was found in front.
    var searchResult: String {
        [self.title, self.source?.json.string, Self.joined(self.content?.json ?? [])].compactMap(\.self)
            .joined(separator: "\n")
    }

    private static func joined(_ blocks: JSON) -> String {
        (blocks.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}
