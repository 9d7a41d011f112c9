import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import Store

/// Writes a file that a client sends to disk as it comes; belongs to the connection's event loop.
///
/// Pieces are written by a thread that may block, one after the other.
final class BlobSink: BodySink {
    /// What became of a file.
    enum Outcome: Sendable {
        case stored
        case wasThere
        case mismatch(Digest)
        case failed(FileFault)
    }

    private let upload: BlobUpload?
    private let loop: any EventLoop
    /// All that has been handed over so far.
    private var written: EventLoopFuture<Void>

    /// Takes a file; one that is there already is only read to its end.
    init(_ upload: BlobUpload?, on loop: any EventLoop) {
        self.upload = upload
        self.loop = loop
        written = loop.makeSucceededVoidFuture()
    }

    func take(_ piece: ByteBuffer) -> EventLoopFuture<Void> {
        guard let upload else { return written }
        written = written.flatMap { [loop] in
            NIOThreadPool.singleton.runIfActive(eventLoop: loop) {
                try piece.withUnsafeReadableBytes { try upload.write($0) }
            }
        }
        return written
    }

    func abandon() {
        guard let upload else { return }
        written.whenComplete { _ in upload.discard() }
    }

    /// Puts the file in its place.
    func finish() -> EventLoopFuture<Outcome> {
        guard let upload else { return loop.makeSucceededFuture(.wasThere) }
        return written.flatMap { [loop] in
            NIOThreadPool.singleton.runIfActive(eventLoop: loop) {
                let actual = try upload.finish()
                return actual == upload.digest ? Outcome.stored : .mismatch(actual)
            }
        }.flatMapErrorThrowing { error in
            guard let fault = error as? FileFault else { throw error }
            return .failed(fault)
        }
    }
}

/// Answers when a file that a client has sent is in its place.
struct BlobReply: RouteOutput {
    let digest: Digest
    let sink: BlobSink

    static var answers: [AnswerDescription] {
        [
            AnswerDescription(summary: "Nothing: the file was there."),
            AnswerDescription(summary: "Nothing: it is a new file.", status: 201),
        ]
    }

    func deliver(to exchange: Exchange, in dialect: Dialect, through gateway: Gateway) {
        sink.finish().assumeIsolated().whenComplete { result in
            switch result {
            case .success(.stored): exchange.respond(.created)
            case .success(.wasThere): exchange.respond(.ok)
            case .success(.mismatch(let actual)):
                let text = "digest mismatch, expected \"\(digest)\", got \"\(actual)\""
                exchange.respond(to: Problem(.invalidValue, text, parameter: "digest"), in: dialect)
            case .success(.failed(let fault)): exchange.respond(to: Problem(fault), in: dialect)
            case .failure(let error):
                exchange.respond(to: Problem(.internalError, "The file could not be written: \(error)"), in: dialect)
            }
        }
    }
}

extension Problem {
    /// A file that could not be written.
    init(_ fault: FileFault) {
        let code: Code = fault.isFull ? .diskFull : .internalError
        self.init(code, fault.isFull ? "no space left on device: \(fault)" : "The file could not be written: \(fault)")
    }
}
