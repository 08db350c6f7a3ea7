package org.healthdiary.bridge.keys

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import androidx.annotation.RequiresApi
import org.healthdiary.KeyStoreReply
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * The phone's own keys, which leave its hardware never, and work once somebody has shown a finger, a face or the phone's code.
 *
 * Two steps each: a cipher that waits for a person, and what it does once the person has agreed. Nothing here takes a key away
 * because something failed: a key that is no longer valid is an answer, and the diary's other secrets open it.
 */
internal class AndroidKeyStore {
    /** A cipher for a new key, to wrap what the core offers; or why there is none. */
    fun toWrap(alias: String): Result<Cipher> =
        runCatching {
            val key = makeKey(alias)
            Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.ENCRYPT_MODE, key) }
        }

    /** What is stored: the cipher's nonce, then what it made of the key. */
    fun wrap(
        cipher: Cipher,
        key: ByteArray,
    ): ByteArray = cipher.iv + cipher.doFinal(key)

    /** A cipher that opens a blob once a person has agreed; or what to tell the core at once. */
    fun toOpen(
        alias: String,
        blob: ByteArray,
    ): Opening {
        val key = find(alias) ?: return Opening.Answered(KeyStoreReply.Gone)
        return try {
            if (blob.size <= NONCE) return Opening.Answered(KeyStoreReply.Gone)
            val nonce = GCMParameterSpec(TAG_BITS, blob, 0, NONCE)
            Opening.Waits(Cipher.getInstance(TRANSFORMATION).apply { init(Cipher.DECRYPT_MODE, key, nonce) })
        } catch (_: KeyPermanentlyInvalidatedException) {
            // A finger was added, or the phone's lock was taken off. The key stays where it is.
            Opening.Answered(KeyStoreReply.Invalidated)
        } catch (_: GeneralSecurityException) {
            Opening.Answered(KeyStoreReply.Gone)
        }
    }

    /** What a person's answer means to the core. */
    fun open(
        cipher: Cipher,
        blob: ByteArray,
        answer: PromptAnswer,
    ): KeyStoreReply =
        when (answer) {
            PromptAnswer.CANCELLED -> {
                KeyStoreReply.Cancelled
            }

            PromptAnswer.LOCKED_OUT -> {
                KeyStoreReply.LockedOut
            }

            PromptAnswer.AGREED -> {
                try {
                    KeyStoreReply.Opened(cipher.doFinal(blob, NONCE, blob.size - NONCE))
                } catch (_: GeneralSecurityException) {
                    KeyStoreReply.Gone
                }
            }
        }

    /** Takes a key away, once its slot is gone from the diary. */
    fun remove(alias: String) = store().deleteEntry(alias)

    private fun find(alias: String): SecretKey? =
        try {
            store().getKey(alias, null) as? SecretKey
        } catch (_: GeneralSecurityException) {
            null
        }

    private fun store() = KeyStore.getInstance(PROVIDER).apply { load(null) }

    /** In a chip of its own where the phone has one, else in the next best place: the processor's own. */
    private fun makeKey(alias: String): SecretKey {
        val inChip = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) inChip(spec(alias)) else null
        return inChip ?: makeKey(spec(alias).build())
    }

    @RequiresApi(Build.VERSION_CODES.P)
    private fun inChip(spec: KeyGenParameterSpec.Builder): SecretKey? =
        try {
            makeKey(spec.setIsStrongBoxBacked(true).build())
        } catch (_: StrongBoxUnavailableException) {
            null
        }

    private fun makeKey(spec: KeyGenParameterSpec): SecretKey =
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).apply { init(spec) }.generateKey()

    private fun spec(alias: String) =
        KeyGenParameterSpec
            .Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BITS)
            .setUserAuthenticationRequired(true)

    /** How opening goes on. */
    sealed interface Opening {
        /** Once a person has agreed. */
        class Waits(
            val cipher: Cipher,
        ) : Opening

        /** Not at all, and why. */
        class Answered(
            val reply: KeyStoreReply,
        ) : Opening
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val NONCE = 12
        const val TAG_BITS = 128
    }
}
