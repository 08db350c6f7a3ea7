package org.healthdiary.testing

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.StrongBoxUnavailableException
import java.io.InputStream
import java.io.OutputStream
import java.security.AlgorithmParameters
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.Cipher
import javax.crypto.CipherSpi
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/** The phone's key store as a provider of Java's: keys by alias, a chip that may be missing, and keys that stop being valid. */
class FakeKeyStore : Provider("AndroidKeyStore", "1", "keys of a test") {
    init {
        put("KeyStore.AndroidKeyStore", Keys::class.java.name)
        put("KeyGenerator.AES", Generator::class.java.name)
        put("Cipher.AES/GCM/NoPadding", Gcm::class.java.name)
    }

    class Keys : KeyStoreSpi() {
        override fun engineGetKey(
            alias: String,
            password: CharArray?,
        ): Key? = keys[alias]

        override fun engineDeleteEntry(alias: String) {
            keys.remove(alias)
        }

        override fun engineContainsAlias(alias: String) = alias in keys

        override fun engineAliases(): Enumeration<String> = Collections.enumeration(keys.keys)

        override fun engineSize() = keys.size

        override fun engineIsKeyEntry(alias: String) = alias in keys

        override fun engineIsCertificateEntry(alias: String) = false

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCertificateAlias(cert: Certificate): String? = null

        override fun engineGetCreationDate(alias: String): Date? = null

        override fun engineSetKeyEntry(
            alias: String,
            key: Key,
            password: CharArray?,
            chain: Array<Certificate>?,
        ) = error("keys are generated")

        override fun engineSetKeyEntry(
            alias: String,
            key: ByteArray,
            chain: Array<Certificate>?,
        ) = error("keys are generated")

        override fun engineSetCertificateEntry(
            alias: String,
            cert: Certificate,
        ) = error("there are none")

        override fun engineStore(
            stream: OutputStream?,
            password: CharArray?,
        ) = Unit

        override fun engineLoad(
            stream: InputStream?,
            password: CharArray?,
        ) = Unit
    }

    class Generator : KeyGeneratorSpi() {
        private lateinit var spec: KeyGenParameterSpec

        override fun engineInit(
            params: AlgorithmParameterSpec,
            random: SecureRandom?,
        ) {
            spec = params as KeyGenParameterSpec
        }

        override fun engineInit(random: SecureRandom?) = error("a key needs an alias")

        override fun engineInit(
            size: Int,
            random: SecureRandom?,
        ) = error("a key needs an alias")

        override fun engineGenerateKey(): SecretKey {
            if (spec.isStrongBoxBacked && !hasChip) throw StrongBoxUnavailableException()
            made += spec
            return PhoneKey(SecretKeySpec(ByteArray(KEY_BYTES).also(SecureRandom()::nextBytes), "AES")).also {
                keys[spec.keystoreAlias] = it
            }
        }
    }

    /** A key that never leaves: no other provider can do anything with it. */
    class PhoneKey(
        val inner: SecretKey,
    ) : SecretKey {
        override fun getAlgorithm() = "AES"

        override fun getFormat(): String? = null

        override fun getEncoded(): ByteArray? = null
    }

    /** Java's own cipher, but for keys that are no longer valid. */
    class Gcm : CipherSpi() {
        private val inner = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE")

        private fun check() {
            if (invalid) throw KeyPermanentlyInvalidatedException()
        }

        override fun engineInit(
            opmode: Int,
            key: Key,
            random: SecureRandom?,
        ) = check().also { inner.init(opmode, (key as PhoneKey).inner) }

        override fun engineInit(
            opmode: Int,
            key: Key,
            params: AlgorithmParameterSpec?,
            random: SecureRandom?,
        ) = check().also { inner.init(opmode, (key as PhoneKey).inner, params) }

        override fun engineInit(
            opmode: Int,
            key: Key,
            params: AlgorithmParameters?,
            random: SecureRandom?,
        ) = check().also { inner.init(opmode, (key as PhoneKey).inner, params) }

        override fun engineSetMode(mode: String?) = Unit

        override fun engineSetPadding(padding: String?) = Unit

        override fun engineGetBlockSize() = inner.blockSize

        override fun engineGetOutputSize(inputLen: Int) = inner.getOutputSize(inputLen)

        override fun engineGetIV(): ByteArray = inner.iv

        override fun engineGetParameters(): AlgorithmParameters = inner.parameters

        override fun engineUpdate(
            input: ByteArray,
            inputOffset: Int,
            inputLen: Int,
        ): ByteArray? = inner.update(input, inputOffset, inputLen)

        override fun engineUpdate(
            input: ByteArray,
            inputOffset: Int,
            inputLen: Int,
            output: ByteArray,
            outputOffset: Int,
        ): Int = inner.update(input, inputOffset, inputLen, output, outputOffset)

        override fun engineDoFinal(
            input: ByteArray?,
            inputOffset: Int,
            inputLen: Int,
        ): ByteArray = inner.doFinal(input ?: ByteArray(0), inputOffset, inputLen)

        override fun engineDoFinal(
            input: ByteArray?,
            inputOffset: Int,
            inputLen: Int,
            output: ByteArray,
            outputOffset: Int,
        ): Int = inner.doFinal(input ?: ByteArray(0), inputOffset, inputLen, output, outputOffset)
    }

    companion object {
        private const val KEY_BYTES = 32
        val keys = LinkedHashMap<String, SecretKey>()
        val made = mutableListOf<KeyGenParameterSpec>()
        var hasChip = true
        var invalid = false

        fun fresh() {
            keys.clear()
            made.clear()
            hasChip = true
            invalid = false
        }
    }
}
