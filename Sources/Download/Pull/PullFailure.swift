import Schema
import Store

/// Why a model was not pulled.
package struct PullFailure: Error, Hashable, Sendable {
    /// What kind of failure it is.
    package enum Cause: Hashable, Sendable {
        /// What was asked for is no name of a model.
        case invalidName
        /// It would have to be fetched without encryption, and nobody has allowed that.
        case insecure
        /// The registry has no such model, or no such file in it.
        case notFound
        /// The registry wants to know who asks.
        case unauthorized
        /// The server refused with a status.
        case refused
        /// The server cannot be reached, or broke off again and again.
        case unreachable
        /// There is no room for it.
        case diskFull
        /// The disk refused.
        case disk
        /// What came is not what should have come.
        case wrongContent
        /// It is no model that can be run here.
        case unusable
        /// The task was cancelled.
        case cancelled
    }

    /// What kind of failure it is.
    package let cause: Cause
    /// What went wrong and where; in Ollama's words where its clients look at them.
    package let reason: String
    /// What helps; `nil` when nothing but to try again does.
    package let advice: String?

    /// Describes a failure.
    init(_ cause: Cause, _ reason: String, advice: String? = nil) {
        self.cause = cause
        self.reason = reason
        self.advice = advice
    }
}

extension PullFailure: CustomStringConvertible {
    /// What went wrong, where, and what helps.
    package var description: String { advice.map { "\(reason); \($0)" } ?? reason }
}

extension PullFailure {
    static let cancelled = PullFailure(.cancelled, "pull canceled", advice: "what has come is kept for the next time")

    static func noRoom(needed: Int, available: Int, at path: String) -> PullFailure {
        PullFailure(
            .diskFull,
            "no space left on the disk of '\(path)': \(ByteSize(needed)) more are needed, \(ByteSize(available)) are free",
            advice: "make room and pull again; what has come is kept"
        )
    }

    /// Takes the reason that the system has just given against a file.
    init(writing path: String) {
        self.init(FileFault(path: path))
    }

    init(_ fault: FileFault) {
        self.init(
            fault.isFull ? .diskFull : .disk,
            "cannot write \(fault)",
            advice: fault.isFull ? "make room and pull again; what has come is kept" : nil
        )
    }

    /// Does something with files.
    static func writing<Value>(_ work: () throws(FileFault) -> Value) throws(PullFailure) -> Value {
        do throws(FileFault) { return try work() } catch { throw PullFailure(error) }
    }

    init(_ fault: TransferFault, asking url: String) {
        let place = WebAddress(url)?.authority ?? url
        switch fault {
        case .cancelled: self = .cancelled
        case .ended: self.init(.wrongContent, "the answer of \(place) is longer than it may be")
        case .stalled(let patience):
            self.init(
                .unreachable,
                "\(place) sent nothing for \(patience.components.seconds) s",
                advice: "pull again when the network is back, to go on with what has come"
            )
        case .broken(let text), .lasting(let text):
            self.init(
                .unreachable,
                "cannot fetch from \(place): \(text)",
                advice: "check the network, https_proxy and SSL_CERT_FILE; pull again to go on with what has come"
            )
        }
    }

    init(_ refusal: AnswerHead, asking url: String) {
        let (status, place) = (refusal.status, refusal.place ?? WebAddress(url)?.authority ?? url)
        switch status {
        case 401, 403:
            self.init(
                .unauthorized,
                "\(place) refuses with HTTP \(status): \(url)",
                advice: "it may need a licence to be accepted there, or a token (HF_TOKEN for Hugging Face)"
            )
        case 404, 410: self.init(.notFound, "\(place) has no such file (HTTP \(status)): \(url)")
        default:
            self.init(
                .refused,
                "\(place) answers with HTTP \(status): \(url)",
                advice: "what has come is kept; pull again later"
            )
        }
    }

    /// The same, told as a failure of a step.
    func during(_ step: String) -> PullFailure { PullFailure(cause, "\(step): \(reason)", advice: advice) }
}
