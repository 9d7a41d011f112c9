import CPages
import HTTP
import NIOCore
import NIOHTTP1

/// A page, script, style or picture that a browser fetches.
struct PageFile: RouteOutput {
    let mediaType: String
    let body: ByteBuffer
    /// Whether the body is compressed with gzip, and sent as it is.
    let isCompressed: Bool

    static var answers: [AnswerDescription] {
        [AnswerDescription(mediaType: "text/html", rule: nil, summary: "A page for people.")]
    }

    /// A page of our own.
    ///
    /// It may load what this server has, and nothing else.
    static func page(title: String, body: String) -> PageFile {
        let html = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml">
            \(body)
            </html>

            """
        return PageFile(mediaType: "text/html; charset=utf-8", body: ByteBuffer(string: html), isCompressed: false)
    }

    /// A small text of our own.
    static func text(_ text: String, _ mediaType: String) -> PageFile {
        PageFile(mediaType: mediaType, body: ByteBuffer(string: text), isCompressed: false)
    }

    /// A vendored file.
    static func vendored(_ file: paddock_page_file, _ mediaType: String) -> PageFile {
        let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.length)
        return PageFile(mediaType: mediaType, body: ByteBuffer(bytes: bytes), isCompressed: true)
    }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        var headers: HTTPHeaders = [
            "Content-Type": mediaType, "Content-Security-Policy": Self.policy, "X-Content-Type-Options": "nosniff",
        ]
        if isCompressed {
            // Every browser takes it, and nobody else asks for these files.
            headers.add(name: "Content-Encoding", value: "gzip")
            headers.add(name: "ETag", value: tag)
            headers.add(name: "Cache-Control", value: "max-age=3600")
            if exchange.request.headers.first(name: "If-None-Match") == tag {
                return exchange.respond(.notModified, headers: headers)
            }
        }
        exchange.respond(.ok, headers: headers, body: body)
    }

    /// Tells versions of a file apart: FNV-1a over its length and its last bytes, which in gzip are its checksum.
    private var tag: String {
        let hash = body.readableBytesView.suffix(8).reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return "\"\(String(hash, radix: 16))\""
    }

    private static let policy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; worker-src blob:; frame-ancestors 'none'"
}
