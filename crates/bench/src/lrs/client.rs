//! One connection to a record store, as lean as it gets: the machine is shared with what is measured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, bail};
use base64::Engine;

/// Where a record store is and how it is entered.
#[derive(Debug, Clone)]
pub struct Door {
    /// `127.0.0.1:8080`
    pub address: String,
    /// What stands before `/statements`.
    pub path: String,
    pub authorization: String,
}

impl Door {
    pub fn new(address: &str, path: &str, key: &str, secret: &str) -> Self {
        let basic = base64::engine::general_purpose::STANDARD.encode(format!("{key}:{secret}"));
        Self { address: address.to_owned(), path: path.to_owned(), authorization: format!("Basic {basic}") }
    }
}

pub struct Client {
    door: Door,
    stream: BufReader<TcpStream>,
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl Client {
    pub fn connect(door: &Door) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(&door.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self {
            door: door.clone(),
            stream: BufReader::with_capacity(64 * 1024, stream),
            request: Vec::new(),
            answer: Vec::new(),
        })
    }

    /// Sends a batch; an answer other than 2xx is an error.
    pub fn post(&mut self, batch: &[u8]) -> anyhow::Result<()> {
        let (status, answer) = self.send("POST", "/statements", batch)?;
        if !(200..300).contains(&status) {
            bail!(
                "POST was answered with {status}: {}",
                String::from_utf8_lossy(&answer[..answer.len().min(300)])
            );
        }
        Ok(())
    }

    pub fn get(&mut self, path_and_query: &str) -> anyhow::Result<Vec<u8>> {
        let (status, answer) = self.send("GET", path_and_query, b"")?;
        if status != 200 {
            bail!(
                "GET was answered with {status}: {}",
                String::from_utf8_lossy(&answer[..answer.len().min(300)])
            );
        }
        Ok(answer.to_vec())
    }

    /// Status and body.
    pub fn send(&mut self, method: &str, path: &str, body: &[u8]) -> anyhow::Result<(u16, &[u8])> {
        self.send_with(method, path, body, "")
    }

    /// With more headers, each with the end of its line.
    pub fn send_with(
        &mut self,
        method: &str,
        path: &str,
        body: &[u8],
        headers: &str,
    ) -> anyhow::Result<(u16, &[u8])> {
        let Door { address, path: before, authorization } = &self.door;
        self.request.clear();
        write!(
            self.request,
            "{method} {before}{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {authorization}\r\n\
             X-Experience-API-Version: 1.0.3\r\n{headers}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )?;
        self.request.extend_from_slice(body);
        self.stream.get_mut().write_all(&self.request)?;
        let status = self.read_answer()?;
        Ok((status, &self.answer))
    }

    fn read_answer(&mut self) -> anyhow::Result<u16> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no answer")?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let header = line.trim_end();
            if header.is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse()?;
            }
        }
        self.answer.resize(length, 0);
        self.stream.read_exact(&mut self.answer)?;
        Ok(status)
    }
}
