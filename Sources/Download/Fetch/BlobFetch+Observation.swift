import Dispatch

extension BlobFetch {
    /// Works on a file while others look on: progress is told, what has come in is hashed and brought to the disk.
    func observed(
        _ file: PartialFile,
        _ hash: FileHash,
        _ progress: @escaping @Sendable (Int) -> Void,
        _ work: (PartialFile) async -> Outcome
    ) async -> Outcome {
        await withTaskGroup { tasks in
            tasks.addTask { await tell(file, progress) }
            tasks.addTask { await follow(file, hash) }
            tasks.addTask { await save(file) }
            let outcome = await work(file)
            tasks.cancelAll()
            await tasks.waitForAll()
            progress(file.received)
            return outcome
        }
    }

    /// Tells progress, as long as there is any.
    private func tell(_ file: PartialFile, _ progress: (Int) -> Void) async {
        var told: Int?
        repeat {
            let received = file.received
            if received != told { progress(received) }
            told = received
        } while (try? await Task.sleep(for: .milliseconds(60))) != nil
    }

    /// Hashes what has come without a gap while it is still in memory; then little is left to be done at the end.
    private func follow(_ file: PartialFile, _ hash: FileHash) async {
        repeat {
            // A file that cannot be read is told at the end.
            while !Task.isCancelled, (try? await hash.advance(to: file.map.prefix)) == true {}
        } while (try? await Task.sleep(for: .milliseconds(200))) != nil
    }

    /// Brings what has come to the disk every few seconds.
    private func save(_ file: PartialFile) async {
        while (try? await Task.sleep(for: .seconds(5))) != nil {
            await withCheckedContinuation { continuation in
                DispatchQueue.global(qos: .utility).async {
                    file.sync()
                    continuation.resume()
                }
            }
        }
    }
}
