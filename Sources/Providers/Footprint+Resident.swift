extension Footprint {
    /// This estimate of a running model, corrected by what its process takes.
    ///
    /// It only grows: buffers are not in memory before they are used for the first time. The pages of the file are known
    /// in advance, while the kernel drops them and fetches them again as it likes; so only what is the process's own is
    /// taken from the measurement.
    package func grown(to resident: ResidentMemory) -> Footprint {
        var grown = self
        grown.own = max(own, resident.own)
        return grown
    }
}
