import Store

/// Brings one file of another server into a library, in parts, and goes on where an earlier one was interrupted.
struct BlobFetch: Sendable {
    let remote: RemoteFile
    let folder: LibraryFolder
    let settings: DownloadSettings

    /// How a part, or the whole, ended.
    enum Outcome: Sendable {
        case done
        /// The server sends whole files only.
        case rangesIgnored
        /// The server has another file now.
        case changed
        /// It may go better the next time, after a pause that the server may name.
        case interrupted(PullFailure, pause: Duration?)
        case failed(PullFailure)
    }

    /// Fetches what is missing.
    ///
    /// - Parameters:
    ///   - isThere: Asked whether the whole file is there already, perhaps because another process has brought it.
    ///   - progress: Told how many bytes have come, every 60 ms at most.
    /// - Returns: The file, whole but not yet verified; `nil` when it was there already.
    /// - Throws: ``PullFailure``; what has come is kept, and the next one goes on with it.
    func run(
        unless isThere: () -> Bool,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws(PullFailure) -> FetchedBlob? {
        guard let file = try await hold(unless: isThere, progress) else { return nil }
        try file.prepare(size: remote.size, validator: remote.validator)
        try DiskSpace.require(remote.size - file.map.completed, at: folder.blobs)
        let hash = FileHash(of: file)
        switch await observed(file, hash, progress, fetchParts) {
        case .done: return FetchedBlob(file: file, hash: hash, remote: remote, folder: folder)
        case .rangesIgnored: return try await fetchWhole(file, progress)
        case .changed: throw changed
        case .interrupted(let failure, _), .failed(let failure): throw failure
        }
    }

    /// Takes hold of the partial file; waits while another process, or another task of this one, has it.
    private func hold(
        unless isThere: () -> Bool,
        _ progress: (Int) -> Void
    ) async throws(PullFailure) -> PartialFile? {
        let path = remote.partialPath(in: folder)
        try PullFailure.writing { () throws(FileFault) in try SmallFile.makeFolder(folder.blobs) }
        while !isThere() {
            if let file = try PartialFile(at: path) {
                guard isThere() else { return file }
                file.remove()
                return nil
            }
            progress(PartialFile.completed(at: path))
            guard (try? await Task.sleep(for: .milliseconds(100))) != nil else { throw .cancelled }
        }
        return nil
    }

    /// What to say of a file that is not the one that is known; what has come is kept, for it may be a server's mistake.
    private var changed: PullFailure {
        guard remote.digest == nil else {
            return PullFailure(
                .wrongContent,
                "\(remote.url) is not \(remote.size) bytes long, as its manifest says",
                advice: "what has come is kept; pull again later"
            )
        }
        return PullFailure(
            .wrongContent,
            "\(remote.url) has changed while it was fetched",
            advice: "pull again to fetch it as it is now"
        )
    }

    // MARK: In parts

    /// Fetches the parts that are missing, several at once as soon as the first one is being answered.
    private func fetchParts(of file: PartialFile) async -> Outcome {
        // A small file has parts for all, too.
        let share = (remote.size - file.map.completed) / settings.parallelParts + 1
        var parts = file.map.parts(ofAtMost: min(settings.partSize, share))[...]
        guard let first = parts.popFirst() else { return .done }
        let (firstAnswer, opened) = AsyncStream.makeStream(of: Void.self)
        return await withTaskGroup { tasks in
            tasks.addTask {
                defer { opened.finish() }
                return await fetch(first, of: file) { opened.yield() }
            }
            // A server that knows no parts, wants a token first, or refuses, need not be asked several times.
            let isAnswered = await firstAnswer.first { _ in true } != nil
            for part in parts.prefix(isAnswered ? settings.parallelParts - 1 : 0) {
                parts.removeFirst()
                tasks.addTask { await fetch(part, of: file) {} }
            }
            for await outcome in tasks {
                guard case .done = outcome else {
                    tasks.cancelAll()
                    return outcome
                }
                if let part = parts.popFirst() { tasks.addTask { await fetch(part, of: file) {} } }
            }
            return .done
        }
    }

    /// Fetches a part, again and again from where it broke off.
    private func fetch(
        _ part: Range<Int>,
        of file: PartialFile,
        answered: @escaping @Sendable () -> Void
    ) async -> Outcome {
        var offset = part.lowerBound
        var tries = Tries(settings.tries, firstPause: settings.firstPause)
        while true {
            let (outcome, reached) = await attempt(offset..<part.upperBound, of: file, answered: answered)
            if reached - offset >= file.map.pieceSize { tries.succeed() }
            offset = reached
            switch outcome {
            case .interrupted(let failure, let pause):
                guard await tries.another(after: pause) else { return .failed(Task.isCancelled ? .cancelled : failure) }
            case .rangesIgnored where file.map.completed > 0:
                // It would cost all that has come; one odd answer is not worth that.
                guard await tries.another(after: nil) else { return outcome }
            default: return outcome
            }
        }
    }

    // MARK: As a whole

    /// Fetches the whole from a server that does not know how to send parts: from the front each time.
    private func fetchWhole(
        _ file: PartialFile,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws(PullFailure) -> FetchedBlob {
        var tries = Tries(settings.tries, firstPause: settings.firstPause)
        while true {
            try file.startOver(size: remote.size, validator: remote.validator)
            let hash = FileHash(of: file)
            let outcome = await observed(file, hash, progress) { file in
                await attempt(0..<remote.size, of: file) {}.0
            }
            switch outcome {
            case .done: return FetchedBlob(file: file, hash: hash, remote: remote, folder: folder)
            case .rangesIgnored, .changed: throw changed
            case .failed(let failure): throw failure
            case .interrupted(let failure, let pause):
                guard await tries.another(after: pause) else { throw Task.isCancelled ? .cancelled : failure }
            }
        }
    }

    // MARK: Once

    /// Asks once for some bytes; the whole file is asked for without a range.
    ///
    /// - Returns: How it ended, and where the next byte belongs.
    private func attempt(
        _ range: Range<Int>,
        of file: PartialFile,
        answered: @escaping @Sendable () -> Void
    ) async -> (Outcome, reached: Int) {
        guard !range.isEmpty else { return (.done, range.upperBound) }
        let sink = PartSink(range, of: remote, to: file, answered: answered)
        let request = remote.request(for: range == 0..<remote.size ? nil : range, patience: settings.patience)
        let result: Result<AnswerHead, TransferFault>
        do throws(TransferFault) {
            result = .success(try await TransferLoop.shared.run(request, into: sink))
        } catch {
            result = .failure(error)
        }
        if sink.offset == range.upperBound { return (.done, sink.offset) }
        return (await outcome(of: result, sink.verdict), sink.offset)
    }

    private func outcome(
        of result: Result<AnswerHead, TransferFault>,
        _ verdict: PartSink.Verdict
    ) async -> Outcome {
        switch verdict {
        case .rangesIgnored: return .rangesIgnored
        // Only the right file has the digest; something on the way has answered instead.
        case .changed: return remote.digest == nil ? .changed : .interrupted(changed, pause: nil)
        case .unwritable(let failure): return .failed(failure)
        case .refused(let head): return await outcome(of: head)
        case .none, .accepted:
            switch result {
            case .success:
                return .interrupted(PullFailure(.broken("the answer was cut short"), asking: remote.url), pause: nil)
            case .failure(let fault):
                let failure = PullFailure(fault, asking: remote.url)
                return fault.isTemporary ? .interrupted(failure, pause: nil) : .failed(failure)
            }
        }
    }

    private func outcome(of refusal: AnswerHead) async -> Outcome {
        let failure = PullFailure(refusal, asking: remote.url)
        if refusal.isTemporaryRefusal { return .interrupted(failure, pause: refusal.pause) }
        guard refusal.status == 401,
            await remote.authorization.answer(refusal, allowsPlainHTTP: remote.allowsPlainHTTP, settings)
        else { return .failed(failure) }
        return .interrupted(failure, pause: nil)
    }
}
