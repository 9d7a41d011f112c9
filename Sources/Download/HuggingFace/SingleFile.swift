import Schema
import Store
import Synchronization

/// A GGUF file at an address, which becomes a model of its own.
struct SingleFile: Sendable {
    let address: WebAddress
    let url: String
    let isInsecure: Bool
    let settings: DownloadSettings

    /// Asks for the first bytes, which tell what it is, how long, and by what its content is known.
    ///
    /// - Throws: ``PullFailure``.
    func plan() async throws(PullFailure) -> PullPlan {
        guard let reference else {
            throw PullFailure(.invalidName, "invalid model name", advice: "no name can be made of '\(url)'")
        }
        let isHuggingFace =
            ["hf.co", "huggingface.co"].contains(address.host)
            || WebAddress(settings.huggingFace)?.authority == address.authority
        let authorization = Authorization(token: isHuggingFace ? settings.huggingFaceToken : nil)
        let (head, start) = try await look(authorization)
        guard start.elementsEqual("GGUF".utf8) else {
            throw PullFailure(
                .unusable,
                "\(url) is no GGUF file",
                advice: "a page about the file is not the file; look for its download link"
            )
        }
        let length =
            head["content-range"].flatMap { ContentRange($0)?.total } ?? head["content-length"].flatMap { Int($0) }
        guard let size = length, 0...RemoteFile.sizeLimit ~= size else {
            throw PullFailure(.unusable, "\(address.authority) does not say how long \(url) is")
        }
        let digest = isHuggingFace ? head.content : nil
        let remote = RemoteFile(
            url: url,
            size: size,
            digest: digest,
            validator: digest == nil ? head.validator : nil,
            authorization: authorization,
            allowsPlainHTTP: isInsecure
        )
        var source: JSONObject = ["url": .string(url), "size": .number(size)]
        source["validator"] = head.validator.map { .string($0) }
        return PullPlan(
            reference: reference,
            files: [PullPlan.File(remote: remote, mediaType: Manifest.Kind.model.rawValue)],
            manifest: .made(["source": .object(source)])
        )
    }

    /// A name made of the address: the host, the first folder, and the file without its ending.
    var reference: ModelReference? {
        let parts = address.path.split(separator: "/")
        guard let file = parts.last else { return nil }
        let folder = parts.count > 1 ? Self.cleaned(parts[0], dots: false) : "library"
        let name = Self.cleaned(file.dropLast(".gguf".count), dots: true)
        return ModelReference("\(address.authority)/\(folder)/\(name)")
    }

    /// A text as a part of a name.
    private static func cleaned(_ text: Substring, dots: Bool) -> String {
        let clean = text.map { character -> Character in
            let isFine = character.isASCII && (character.isLetter || character.isNumber) || "_-".contains(character)
            return isFine || dots && character == "." ? character : "-"
        }
        return String(String(clean).drop { "-.".contains($0) }.prefix(80))
    }

    private func look(_ authorization: Authorization) async throws(PullFailure) -> (AnswerHead, [UInt8]) {
        var request = TransferRequest(url)
        request.lines = authorization.lines
        request.range = 0..<4
        request.allowsPlainHTTP = isInsecure
        request.patience = settings.patience
        var tries = Tries(min(3, settings.tries), firstPause: settings.firstPause)
        while true {
            let sink = FirstBytes()
            do throws(TransferFault) {
                _ = try await TransferLoop.shared.run(request, into: sink)
            } catch {
                if error.isTemporary, await tries.another(after: nil) { continue }
                guard error == .ended else { throw PullFailure(Task.isCancelled ? .cancelled : error, asking: url) }
            }
            let (head, bytes) = sink.answer
            if head.isTemporaryRefusal, await tries.another(after: head.pause) { continue }
            guard [200, 206].contains(head.status) else { throw PullFailure(head, asking: url) }
            return (head, bytes)
        }
    }
}

/// Keeps the first four bytes of an answer, and wants no more.
private final class FirstBytes: TransferSink {
    private let state = Mutex<(head: AnswerHead, bytes: [UInt8])>((AnswerHead(), []))

    var answer: (AnswerHead, [UInt8]) { state.withLock { $0 } }

    func begin(_ head: AnswerHead) -> Bool {
        state.withLock { $0.head = head }
        return true
    }

    func take(_ part: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            state.bytes += part.prefix(4 - state.bytes.count)
            return state.bytes.count < 4
        }
    }
}
