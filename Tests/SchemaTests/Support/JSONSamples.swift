/// Texts of JSON that between them hold every kind of token.
enum JSONSamples {
    /// Objects, so that no beginning of one is JSON.
    static let objects = [
        #"{"model":"m","messages":[{"role":"user","content":"Grüße \u00e9\ud83d\ude00\n"}],"n":-1.50e+3,"stream":true}"#,
        #"{ "a" : [ null , false , 0 , { } , [ ] , "" ] , "b" : { "c" : { "d" : [ 1.0 , 2 , "\\\"" ] } } }"#,
        #"{"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]}"#,
    ]
}
