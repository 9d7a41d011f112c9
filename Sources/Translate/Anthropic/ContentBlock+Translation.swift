import Schema

extension Anthropic.ContentBlock {
    /// The `data:` address of a picture.
    ///
    /// - Throws: ``TranslationFault`` for one that is not in the request.
    func picture(at place: String) throws(TranslationFault) -> String {
        let place = "\(place).source"
        guard let origin = self.source?.origin else { throw TranslationFault(place, "is required in a picture") }
        switch origin.type {
        case .base64:
            guard let data = origin.data else { throw TranslationFault("\(place).data", "is required") }
            if let offset = Picture.firstFault(in: data) {
                throw TranslationFault("\(place).data", "is no base64 at byte \(offset)")
            }
            return "data:\(origin.mediaType ?? "image/png");base64,\(data)"
        case .url:
            guard let url = origin.url else { throw TranslationFault("\(place).url", "is required") }
            guard url.hasPrefix("data:") else {
                throw TranslationFault("\(place).url", "is fetched by nobody here; send the picture as base64")
            }
            return url
        case .text, .content: throw TranslationFault("\(place).type", "must be base64 or url for a picture")
        }
    }

    /// The text of a document, with what is said about it in front.
    ///
    /// - Throws: ``TranslationFault`` for one that is no text.
    func document(at place: String) throws(TranslationFault) -> String {
        let place = "\(place).source"
        guard let origin = self.source?.origin else { throw TranslationFault(place, "is required in a document") }
        let text: String
        switch origin.type {
        case .text:
            guard let data = origin.data else { throw TranslationFault("\(place).data", "is required") }
            text = data
        case .content:
            guard let content = origin.content?.json else { throw TranslationFault("\(place).content", "is required") }
            text = content.string ?? Self.joined(content)
        case .base64, .url:
            throw TranslationFault("\(place).type", "must be text or content: PDF files are not read here")
        }
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

extension TranslationFault {
    fileprivate init(_ place: String, _ text: String) {
        self.init(violation: Violation(place: place, text: text))
    }
}
