mod crowd { include!("client.rs"); }
let mut client = client;
crowd::ask(&mut client, crowd::Way::Query).await;
