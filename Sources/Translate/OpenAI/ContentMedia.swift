package import Schema

extension OpenAI {
    /// A picture: an object with its address, or the address alone.
    package struct PictureSource: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule { .either([MediaAddress.rule, PictureAddress.rule]) }
        package init?(json: JSON) { self.json = json }
    }

    /// Where a picture is.
    package struct PictureAddress: Shape {
        package struct Fields {
            package let url = Field<MediaAddress>("url", "The picture as a `data:` address; nothing is fetched.")
            package let detail = Field<JSON?>("detail", "How closely to look; taken for the sake of clients.")
        }
        package static let description = Description("Where a picture is.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// A sound or a film.
    package struct Recording: Shape {
        package struct Fields {
            package let data = Field<MediaAddress>("data", "Its bytes in base64; nothing is fetched.")
            package let url = Field<MediaAddress?>("url", "llama-server: the same.")
            package let format = Field<String?>("format", "`wav`, `mp3` or `flac`; llama-server sees for itself.")
        }
        package static let description = Description("A sound or a film.", Fields())
        package var members = JSONObject()
        package init() {}
    }

    /// The bytes of a picture, a sound or a film: a `data:` address, or base64 alone.
    package struct MediaAddress: FieldValue, Hashable {
        package let json: JSON
        package static var rule: Rule {
            .text { $0.isDistant ? "must hold its bytes as a data: address; nothing is fetched" : nil }
        }
        package init?(json: JSON) { self.json = json }
    }
}

extension String {
    /// Whether llama-server takes it for an address to fetch, and not for bytes in base64.
    fileprivate var isDistant: Bool {
        let start = prefix(8).lowercased()
        return start.hasPrefix("http") || start.hasPrefix("file:")
    }
}
